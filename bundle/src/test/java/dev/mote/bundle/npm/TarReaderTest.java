package dev.mote.bundle.npm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.bundle.TarGz;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

class TarReaderTest {
    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

    private static Optional<String> read(byte[] tar, String path) throws IOException {
        InputStream in = new ByteArrayInputStream(tar);
        OptionalLong size = new TarReader(in).find(path);
        return size.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new String(in.readNBytes((int) size.getAsLong()), StandardCharsets.UTF_8));
    }

    @Test
    void findsAFileBelowTheTopFolder() throws IOException {
        byte[] tar =
                new TarGz()
                        .file("package/package.json", new byte[700])
                        .entry("package/dir/", '5', new byte[0], "0")
                        .file("package/dir/model.part", CONTENT)
                        .tar();
        assertThat(read(tar, "dir/model.part")).contains("content");
        assertThat(read(tar, "model.part")).isEmpty();
        assertThat(read(new byte[0], "x")).isEmpty();
    }

    @Test
    void readsPaxAndGnuNamesAndPaxSizes() throws IOException {
        String name = "package/" + "long/".repeat(40) + "m";
        String record = " path=" + name + "\n";
        int length = record.length() + 3;
        byte[] pax = (length + record).getBytes(StandardCharsets.UTF_8);
        byte[] size = "9 size=7\n".getBytes(StandardCharsets.UTF_8);
        byte[] both = Arrays.copyOf(pax, pax.length + size.length);
        System.arraycopy(size, 0, both, pax.length, size.length);
        byte[] tar =
                new TarGz()
                        .entry("pax", 'x', both, Integer.toOctalString(both.length))
                        .entry("cut", '0', CONTENT, "0")
                        .tar();
        assertThat(read(tar, name.substring(8))).contains("content");
        byte[] gnu = (name + "\0").getBytes(StandardCharsets.UTF_8);
        tar =
                new TarGz()
                        .entry("././@LongLink", 'L', gnu, Integer.toOctalString(gnu.length))
                        .file("cut", CONTENT)
                        .tar();
        assertThat(read(tar, name.substring(8))).contains("content");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/etc/passwd", "package/../../x", "..", "package\\..\\x", "\\\\host\\x"})
    void refusesNamesThatClimb(String name) {
        byte[] tar = new TarGz().file(name, CONTENT).file("package/m", CONTENT).tar();
        assertThatThrownBy(() -> read(tar, "m"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("unsafe name");
    }

    @Test
    void neverTakesALinkForAFile() throws IOException {
        byte[] tar = new TarGz().entry("package/m", '2', new byte[0], "0").tar();
        assertThat(read(tar, "m")).isEmpty();
    }

    @Test
    void refusesSizesThatCannotBe() {
        String huge = "\200\177\177\177\177\177\177\177\177\177\177\177";
        assertThatThrownBy(
                        () -> read(new TarGz().entry("package/x", '0', CONTENT, huge).tar(), "m"))
                .hasMessageContaining("impossible size");
        assertThatThrownBy(() ->
                        read(new TarGz().entry("p/x", '0', CONTENT, "777777777777").tar(), "m"))
                .hasMessageContaining("before the wanted file");
        assertThatThrownBy(() -> read(new TarGz().entry("x", 'x', CONTENT, "77777777").tar(), "m"))
                .hasMessageContaining("extended header");
        assertThatThrownBy(() -> read(new TarGz().entry("p/x", '0', CONTENT, "12x4").tar(), "m"))
                .hasMessageContaining("damaged number");
    }

    @Test
    void refusesDamagedPaxRecords() {
        for (String pax :
                new String[] {"99 path=x\n", "x path=y\n", "4\n", "0 path=x\n", "5 a=bc"}) {
            byte[] bytes = pax.getBytes(StandardCharsets.UTF_8);
            byte[] tar =
                    new TarGz().entry("x", 'x', bytes, Integer.toOctalString(bytes.length)).tar();
            assertThatThrownBy(() -> read(tar, "m")).as(pax).hasMessageContaining("pax");
        }
    }

    @Test
    void nothingButAnIoExceptionEscapesOnDamage() {
        byte[] pax = "16 path=package/\n".getBytes(StandardCharsets.UTF_8);
        byte[] tar =
                new TarGz()
                        .entry("x", 'x', pax, Integer.toOctalString(pax.length))
                        .file("package/a", CONTENT)
                        .file("package/m", CONTENT)
                        .tar();
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged =
                    Arrays.copyOf(
                            tar, random.nextInt(10) == 0 ? random.nextInt(tar.length) : tar.length);
            for (int j = 0; j < 1 + random.nextInt(4) && damaged.length > 0; j++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                read(damaged, "m");
            } catch (IOException e) {
                assertThat(e.getMessage() == null ? "end of file" : e.getMessage()).isNotBlank();
            }
        }
    }
}
