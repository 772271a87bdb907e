package dev.mote.bundle.npm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mote.bundle.Environment;
import dev.mote.bundle.InvalidSourceException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;

class NpmConfigurationTest {
    @TempDir Path folder;
    private final Map<String, String> variables = new HashMap<>();

    private NpmConfiguration read() throws IOException {
        Files.createDirectories(folder.resolve("project/deep"));
        Files.createDirectories(folder.resolve("home"));
        variables.putIfAbsent("npm_config_globalconfig", folder.resolve("global").toString());
        return NpmConfiguration.read(
                new Environment(variables, folder.resolve("home"), folder.resolve("project/deep")));
    }

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private void installNpm(String script) throws IOException {
        write("bin/npm", "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(
                folder.resolve("bin/npm"), PosixFilePermissions.fromString("rwx------"));
        variables.put("PATH", "relative" + File.pathSeparator + folder.resolve("bin"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void asksTheInstalledNpmForItsRegistryWhenNobodyConfiguredOne() throws IOException {
        installNpm(
                "echo \"warning\" >&2; [ \"$*\" = 'config get registry' ] && echo"
                        + " https://its.example/");
        assertThat(read().registry("left")).hasToString("https://its.example/");
        write("home/.npmrc", "registry=https://mine.example/\n");
        assertThat(read().registry("left")).hasToString("https://mine.example/");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void saysWhatToDoWhereNoRegistryIsKnown() throws IOException {
        for (String script : new String[] {"", "exit 1", "echo undefined"}) {
            if (!script.isEmpty()) {
                installNpm(script);
            }
            assertThatThrownBy(() -> read().registry("left"))
                    .isInstanceOf(InvalidSourceException.class)
                    .hasMessageContaining("npm:left")
                    .hasMessageContaining("registry=URL into ~/.npmrc");
        }
        assertThat(read().authorities()).isEmpty();
    }

    @Test
    void replacesTheHostsThatTheConfigurationNames() throws IOException {
        assertThat(read().replaces("npmjs.mirror.example")).isTrue();
        assertThat(read().replaces("files.example")).isFalse();
        variables.put("npm_config_replace_registry_host", "files.example");
        assertThat(read().replaces("files.example")).isTrue();
        assertThat(read().replaces("npmjs.mirror.example")).isFalse();
        variables.put("npm_config_replace_registry_host", "never");
        assertThat(read().replaces("npmjs.mirror.example")).isFalse();
        variables.put("npm_config_replace_registry_host", "always");
        assertThat(read().replaces("files.example")).isTrue();
    }

    @Test
    void nearerFilesWinAndTheEnvironmentBeatsThemAll() throws IOException {
        write("global", "registry=https://global.example/npm\ncafile=/g.pem\n");
        assertThat(read().registry("a")).hasToString("https://global.example/npm/");
        write("home/.npmrc", "; comment\n registry = \"https://user.example/\"\n");
        assertThat(read().registry("a")).hasToString("https://user.example/");
        write("project/package.json", "{}");
        write("project/.npmrc", "registry=https://project.example/\n");
        assertThat(read().registry("a")).hasToString("https://project.example/");
        variables.put("NPM_CONFIG_REGISTRY", "https://variable.example/");
        assertThat(read().registry("a")).hasToString("https://variable.example/");
        assertThat(read().authorities()).contains(Path.of("/g.pem"));
    }

    @Test
    void refusesARegistryThatIsNoUrlWithAHost() throws IOException {
        for (String broken :
                new String[] {"registry.example", "http://my_host:4873/", "https://a b"}) {
            variables.put("npm_config_registry", broken);
            assertThatThrownBy(() -> read().registry("a"))
                    .isInstanceOf(InvalidSourceException.class)
                    .hasMessageContaining(broken);
        }
    }

    @Test
    void scopesHaveRegistriesOfTheirOwn() throws IOException {
        write(
                "home/.npmrc",
                "registry=https://all.example\n@mine:registry=https://mine.example/npm/\n");
        assertThat(read().registry("@mine/pkg")).hasToString("https://mine.example/npm/");
        assertThat(read().registry("@other/pkg").getHost()).isNotEqualTo("mine.example");
    }

    @Test
    void expandsVariables() throws IOException {
        variables.put("TOKEN_OF_MINE", "abc");
        write(
                "home/.npmrc",
                "//h.example/:_authToken=${TOKEN_OF_MINE}\n//g.example/:_authToken=${UNSET?}x\n");
        URI registry = URI.create("https://h.example/");
        assertThat(read().authorization(registry, registry)).contains("Bearer abc");
        URI other = URI.create("https://g.example/");
        assertThat(read().authorization(other, other)).contains("Bearer x");
    }

    @Test
    void credentialsBelongToTheirHostAndPath() throws IOException {
        write(
                "home/.npmrc",
                """
                registry=https://h.example/npm/
                //h.example/npm/:_authToken=t
                //basic.example/:_auth=dTpw
                //old.example:8443/x/:username=u
                //old.example:8443/x/:_password=cA==
                """);
        NpmConfiguration npm = read();
        URI registry = npm.registry("a");
        assertThat(npm.authorization(URI.create("https://h.example/npm/a/-/a.tgz"), registry))
                .contains("Bearer t");
        assertThat(npm.authorization(URI.create("https://h.example/files/a.tgz"), registry))
                .as("the registry's own origin")
                .contains("Bearer t");
        assertThat(npm.authorization(URI.create("https://cdn.example/npm/a.tgz"), registry))
                .isEmpty();
        assertThat(npm.authorization(URI.create("http://h.example/npm/a.tgz"), registry))
                .as("prefixes are without scheme, as npm has them")
                .contains("Bearer t");
        assertThat(npm.authorization(URI.create("https://h.example:444/npm/a.tgz"), registry))
                .isEmpty();
        assertThat(npm.authorization(URI.create("https://basic.example/a"), registry))
                .contains("Basic dTpw");
        assertThat(npm.authorization(URI.create("https://old.example:8443/x/y/a"), registry))
                .contains("Basic dTpw");
        assertThat(npm.authorization(URI.create("https://old.example:8443/y"), registry)).isEmpty();
    }

    @Test
    void proxiesComeFromNpmThenFromTheEnvironment() throws IOException {
        variables.put("HTTPS_PROXY", "http://env.example:3128");
        assertThat(read().proxies().https()).hasToString("http://env.example:3128");
        write("home/.npmrc", "https-proxy=http://npm.example:8080\nnoproxy=.internal\n");
        assertThat(read().proxies().https()).hasToString("http://npm.example:8080");
        assertThat(read().proxies().exceptions()).containsExactly(".internal");
    }
}
