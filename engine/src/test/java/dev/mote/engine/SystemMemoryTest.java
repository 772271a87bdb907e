package dev.mote.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class SystemMemoryTest {
    @TempDir Path folder;

    @Test
    void countsReclaimableMemoryAsAvailable() throws IOException {
        meminfo("MemTotal: 1000 kB\nMemFree: 10 kB\nMemAvailable:     600 kB\n");
        assertThat(available()).isEqualTo(600 << 10);
    }

    @Test
    void obeysTheControlGroup() throws IOException {
        meminfo("MemAvailable: 600 kB\n");
        write("memory.max", "500000\n");
        write("memory.current", "400000\n");
        write("memory.stat", "anon 1\ninactive_file 50000\n");
        assertThat(available()).isEqualTo(150_000);
    }

    @Test
    void anUnlimitedControlGroupDoesNotCount() throws IOException {
        meminfo("MemAvailable: 600 kB\n");
        write("memory.max", "max\n");
        write("memory.current", "400000\n");
        assertThat(available()).isEqualTo(600 << 10);
    }

    @Test
    void knowsNothingWithoutLinux() {
        assertThat(available()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void survivesNonsense() throws IOException {
        meminfo("MemAvailable: many kB\n");
        write("memory.max", "lots\n");
        write("memory.current", "\n");
        assertThat(available()).isPositive();
    }

    private long available() {
        return SystemMemory.availableBytes(folder.resolve("meminfo"), folder);
    }

    private void meminfo(String text) throws IOException {
        write("meminfo", text);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }
}
