package dev.mote.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The plan of the house, as rules: see ARCHITECTURE.md. */
class HouseRulesTest {
    private static JavaClasses product;

    @BeforeAll
    static void importClasses() {
        product =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.mote");
    }

    @Test
    void everyRoomIsImported() {
        for (String room :
                new String[] {
                    "kernel",
                    "format",
                    "text",
                    "model",
                    "bundle",
                    "engine",
                    "serve",
                    "langchain4j",
                    "springai",
                    "cli",
                    "testing"
                }) {
            assertThat(
                            product.stream()
                                    .filter(c -> c.getPackageName().startsWith("dev.mote." + room)))
                    .as("classes of %s", room)
                    .isNotEmpty();
        }
        assertThat(product.size()).isGreaterThan(150);
    }

    @Test
    void dependenciesPointDownwards() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("kernel")
                .definedBy("dev.mote.kernel..")
                .layer("format")
                .definedBy("dev.mote.format..")
                .layer("text")
                .definedBy("dev.mote.text..")
                .layer("model")
                .definedBy("dev.mote.model..")
                .layer("bundle")
                .definedBy("dev.mote.bundle..")
                .layer("engine")
                .definedBy("dev.mote.engine..")
                .layer("serve")
                .definedBy("dev.mote.serve..")
                .layer("langchain4j")
                .definedBy("dev.mote.langchain4j..")
                .layer("springai")
                .definedBy("dev.mote.springai..")
                .layer("cli")
                .definedBy("dev.mote.cli..")
                .layer("bench")
                .definedBy("dev.mote.bench..")
                .as("bench")
                .whereLayer("kernel")
                .mayNotAccessAnyLayer()
                .whereLayer("format")
                .mayOnlyAccessLayers("kernel")
                .whereLayer("text")
                .mayOnlyAccessLayers("format")
                .whereLayer("model")
                .mayOnlyAccessLayers("kernel", "format")
                .whereLayer("bundle")
                .mayNotAccessAnyLayer()
                .whereLayer("engine")
                .mayOnlyAccessLayers("kernel", "format", "text", "model")
                .whereLayer("serve")
                .mayOnlyAccessLayers("format", "text", "model", "engine")
                .whereLayer("langchain4j")
                .mayOnlyAccessLayers("format", "text", "model", "engine")
                .whereLayer("langchain4j")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("springai")
                .mayOnlyAccessLayers("format", "text", "model", "engine")
                .whereLayer("springai")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .withOptionalLayers(true)
                .check(product);
    }

    /**
     * Inner packages may use the types of their room's own API package, never each other in a ring.
     */
    @Test
    void innerPackagesHaveNoCycles() {
        slices().matching("dev.mote.*.(**)")
                .should()
                .beFreeOfCycles()
                // Known, to be mended: jobs of the server tell what observes them.
                .ignoreDependency(
                        resideInAPackage("dev.mote.serve.work.."),
                        resideInAPackage("dev.mote.serve.observe.."))
                .check(product);
    }

    @Test
    void onlyTheKernelKnowsTheVectorApi() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.mote.kernel..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.incubator..")
                .check(product);
    }

    /** So that another could take its place. */
    @Test
    void onePackageKnowsTheWebServer() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.mote.serve.helidon")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.helidon..")
                .check(product);
    }

    @Test
    void namesSayWhatTheThingIs() {
        classes()
                .that()
                .doNotHaveSimpleName("TensorInfo")
                .should()
                .haveNameNotMatching(
                        ".*(Impl|Manager|Helper|Utils?|Base|Processor|Data|Info|Abstract\\w*)")
                .check(product);
    }

    @Test
    void onlyTheCommandUsesStandardStreams() {
        noClasses()
                .that()
                .resideOutsideOfPackages("dev.mote.cli..", "dev.mote.bench..", "dev.mote.testing..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(product);
    }

    @Test
    void onlyTheCommandEndsTheProcess() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.mote.cli..")
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .check(product);
    }

    @Test
    void exceptionsAreTyped() {
        NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.check(product);
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(product);
    }
}
