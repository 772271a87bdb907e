package dev.mote.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mote.serve.StoreLimits;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** {@link ServeCommand} is listed by help where the server's modules are not. */
class ServeCommandTest {
    @Test
    void namesNothingOfTheServer() throws IOException {
        try (InputStream code = ServeCommand.class.getResourceAsStream("ServeCommand.class")) {
            byte[] bytes = Objects.requireNonNull(code).readAllBytes();
            assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
                    .doesNotContain("dev/mote/serve/");
        }
    }

    @Test
    void defaultsAreTheServers() {
        ServeCommand command =
                new ServeCommand(new Console(System.out, System.err, false, false, false));
        assertThat(command.keptCountMax).isEqualTo(StoreLimits.DEFAULT.countMax());
        assertThat(command.keptBytesMax).isEqualTo(StoreLimits.DEFAULT.bytesMax());
        assertThat(command.keptHoursMax).isEqualTo(StoreLimits.DEFAULT.ageMax().toHours());
    }
}
