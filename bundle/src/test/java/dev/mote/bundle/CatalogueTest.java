package dev.mote.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;

class CatalogueTest {
    private static final String ENTRY =
            """
            {"name": "a", "aliases": ["b"], "kind": "chat", "description": "d", "parameters": "1B",
             "quantisation": "Q8_0", "licence": "MIT", "source": "hf:o/r:Q8_0",
             "contextLength": 8, "languages": ["en"]}\
            """;

    private static Catalogue parse(String json) {
        return Catalogue.parse("c.json", json.getBytes(StandardCharsets.UTF_8));
    }

    private static String catalogue(String entries) {
        return "{\"default\": \"a\", \"models\": [" + entries + "]}";
    }

    @Test
    void theProductsOwnIsValidAndNamesItsDefault() {
        Catalogue catalogue = Catalogue.load();
        CatalogueEntry tiny = catalogue.defaultEntry();
        assertThat(tiny.name()).isEqualTo("tinyllama");
        assertThat(tiny.size()).hasValue(322_591_712L);
        assertThat(tiny.source()).isInstanceOf(ModelSource.Npm.class);
        assertThat(catalogue.entries()).hasSizeGreaterThan(15);
        assertThat(catalogue.entries())
                .allSatisfy(entry -> {
                    assertThat(entry.licence())
                            .matches("Apache-2\\.0|MIT|LicenseRef-[A-Za-z0-9.-]+");
                    assertThat(entry.languages()).isNotEmpty();
                    assertThat(SourceSyntax.parse(entry.source().text())).contains(entry.source());
                });
        assertThat(catalogue.find("BGE-small")).isPresent();
    }

    @Test
    void namesAndAliasesFindTheEntry() {
        Catalogue catalogue = parse(catalogue(ENTRY));
        assertThat(catalogue.find("A")).isEqualTo(catalogue.find("b")).isPresent();
        assertThat(catalogue.find("c")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"name\": \"a\" | \"name\": \"A b\" | must be up to 64",
                "\"kind\": \"chat\" | \"kind\": \"talk\" | neither chat nor embed",
                "\"contextLength\": 8 | \"contextLength\": -8 | contextLength",
                "\"contextLength\": 8 | \"contextLength\": \"8\" | contextLength",
                "\"licence\": \"MIT\", | | 'licence' is missing",
                "hf:o/r:Q8_0 | o/r | must begin with",
                "hf:o/r:Q8_0 | hf:o/../r | not a plain",
                "\"kind\" | \"sha256\": \"XYZ\", \"kind\" | sha256",
                "\"kind\" | \"file\": \"../x\", \"kind\" | plain file name",
                "\"languages\": [\"en\"] | \"languages\": [7] | languages",
            })
    void refusesAFieldThatIsWrong(String part, String replacement, String complaint) {
        String json = catalogue(ENTRY.replace(part, replacement == null ? "" : replacement));
        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(CatalogueException.class)
                .hasMessageStartingWith("c.json: ")
                .hasMessageContaining(complaint);
    }

    @Test
    void refusesNamesThatClashAndDefaultsThatAreNot() {
        assertThatThrownBy(() -> parse(catalogue(ENTRY + "," + ENTRY)))
                .hasMessageContaining("stands for two entries");
        assertThatThrownBy(() -> parse("{\"default\": \"z\", \"models\": [" + ENTRY + "]}"))
                .hasMessageContaining("'z' is not an entry");
        assertThatThrownBy(() -> parse("[1")).isInstanceOf(CatalogueException.class);
        assertThatThrownBy(() -> parse("")).isInstanceOf(CatalogueException.class);
    }
}
