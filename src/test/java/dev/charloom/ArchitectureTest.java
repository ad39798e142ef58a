package dev.charloom;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Collections;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Configuration;

/// The rules that keep data flowing one way, from HTTP over the services to the engine, each with its reason.
class ArchitectureTest {

    private static final String ROOT = "dev.charloom";
    private static final String RANDOM = ROOT + ".random..";
    private static final String STORAGE = ROOT + ".storage..";
    private static final String TEXT = ROOT + ".text..";
    private static final String ENGINE = ROOT + ".engine..";
    private static final String SAMPLING = ROOT + ".sampling..";
    private static final String REPOSITORY = ROOT + ".repository..";
    private static final String TRAINING = ROOT + ".training..";
    private static final String GENERATION = ROOT + ".generation..";
    private static final String EXCHANGE = ROOT + ".exchange..";
    private static final String WEB = ROOT + ".web..";
    private static final String OPS = ROOT + ".ops..";
    private static final String BENCH = ROOT + ".bench..";

    private static final String JDK = "java..";
    private static final String JVM = "com.sun.management..";
    private static final String JSPECIFY = "org.jspecify..";
    private static final String EJML = "org.ejml..";

    private static final JavaClasses CHARLOOM = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void packagesFormNoCycle() {
        check(
                slices().matching(ROOT + ".(**)").should().beFreeOfCycles(),
                "packages in a cycle can only be understood, tested and changed together");
    }

    @Test
    void textNeedsTheJdkAndRandomStreamsAlone() {
        check(
                classes()
                        .that()
                        .resideInAPackage(TEXT)
                        .should()
                        .onlyDependOnClassesThat(areIn(TEXT, RANDOM, JDK, JSPECIFY)),
                "how text becomes ids has to mean the same in training, in generation and in a test");
    }

    @Test
    void randomStreamsAndDurableFilesNeedTheJdkAlone() {
        check(
                classes()
                        .that()
                        .resideInAPackage(RANDOM)
                        .should()
                        .onlyDependOnClassesThat(areIn(RANDOM, JDK, JSPECIFY)),
                "stored models depend on these draws");
        check(
                classes()
                        .that()
                        .resideInAPackage(STORAGE)
                        .should()
                        .onlyDependOnClassesThat(areIn(STORAGE, JDK, JSPECIFY)),
                "a change reaches the disk in the same way whatever is stored");
    }

    @Test
    void theEngineNeedsTheJdkEjmlAndRandomStreamsAlone() {
        check(
                classes()
                        .that()
                        .resideInAPackage(ENGINE)
                        .should()
                        .onlyDependOnClassesThat(areIn(ENGINE, RANDOM, JDK, JVM, JSPECIFY, EJML)),
                "the engine sees ids and matrices: no characters, no framework, no logger, no file format");
    }

    @Test
    void samplingSeesNoOtherPartThanTextEngineAndRandom() {
        check(seesOnly(SAMPLING, TEXT, ENGINE, RANDOM), "training and generation both write text with it");
    }

    @Test
    void theRepositorySeesNoOtherPartThanEngineAndStorage() {
        check(seesOnly(REPOSITORY, ENGINE, STORAGE), "a stored model does not know who trained it or who will read it");
    }

    @Test
    void trainingDoesNotSeeGeneration() {
        check(
                seesOnly(TRAINING, TEXT, ENGINE, SAMPLING, REPOSITORY, RANDOM, STORAGE),
                "models are published by one and served by the other, and meet in the repository alone");
    }

    @Test
    void generationDoesNotSeeTraining() {
        check(
                seesOnly(GENERATION, TEXT, ENGINE, SAMPLING, REPOSITORY, RANDOM),
                "models are published by one and served by the other, and meet in the repository alone");
    }

    @Test
    void theExchangeDoesNotSeeTrainingOrGeneration() {
        check(
                seesOnly(EXCHANGE, TEXT, ENGINE, SAMPLING, REPOSITORY, STORAGE),
                "a model comes and goes through the repository, whoever made it and whoever writes with it");
    }

    @Test
    void webAndOperationsReachTheEngineOnlyThroughTheServices() {
        check(
                noClasses()
                        .that()
                        .resideInAnyPackage(WEB, OPS)
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(ENGINE),
                "a request names a model; what it is computed with is the services' concern");
    }

    @Test
    void theBenchmarkMeasuresTheEngineAndTheWriterThemselves() {
        check(seesOnly(BENCH, TEXT, ENGINE, SAMPLING, RANDOM), "what it measures is what jobs and requests run");
    }

    @Test
    void nothingButTheApplicationNeedsTheBenchmark() {
        check(
                noClasses()
                        .that(not(resideInAPackage(BENCH)).and(not(belongToAnyOf(CharloomApplication.class))))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(BENCH),
                "the service would be the same without it");
    }

    @Test
    void ejmlIsSeenByTheEngineAndTheWeightsCodecAlone() {
        check(
                noClasses()
                        .that(not(resideInAPackage(ENGINE)).and(not(WEIGHTS_CODEC)))
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage(EJML),
                "another matrix library would then be a change to the engine and to nothing else");
    }

    @Test
    void randomnessIsHandedIn() {
        check(
                noClasses().that(ARE_NOT_WIRING).should().accessTargetWhere(target(DRAWS_WITHOUT_A_SEED)),
                "a draw is a function of seed, purpose, step and index, so that any state can be stored and resumed");
    }

    @Test
    void theTimeOfDayIsHandedIn() {
        check(
                noClasses().that(ARE_NOT_WIRING).should().accessTargetWhere(target(READS_THE_WALL_CLOCK)),
                "a test turns a clock of its own and never waits for that of the machine");
    }

    @Test
    void textEngineAndSamplingDoNotMeasureTime() {
        check(
                noClasses()
                        .that()
                        .resideInAnyPackage(TEXT, ENGINE, SAMPLING)
                        .should()
                        .callMethod(System.class, "nanoTime"),
                "what they compute depends on their arguments, not on how fast the machine is");
    }

    @Test
    void nobodyPrintsToTheConsole() {
        check(
                noClasses().that(ARE_NOT_WIRING).should().accessTargetWhere(target(WRITES_TO_THE_CONSOLE)),
                "a service reports through its log, its answers and its metrics");
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(CHARLOOM.stream().map(JavaClass::getPackage).distinct())
                .as("packages with a class in them, whose package-info has to say @NullMarked:"
                        + " elsewhere the compiler does not check for null")
                .filteredOn(it -> !isNullMarked(it))
                .extracting(JavaPackage::getName)
                .isEmpty();
    }

    private static final DescribedPredicate<JavaClass> WEIGHTS_CODEC = resideInAPackage(REPOSITORY)
            .and(HasName.Predicates.nameMatching(".*\\.\\w*(Weights|Safetensors)[^.]*"))
            .as("the weights codec");

    /// The application, its configuration classes, and the benchmark, which measures and prints for a living.
    private static final DescribedPredicate<JavaClass> ARE_NOT_WIRING = not(belongToAnyOf(CharloomApplication.class))
            .and(describe("configuration", it -> !it.isMetaAnnotatedWith(Configuration.class)))
            .and(resideOutsideOfPackages(BENCH))
            .as("are neither wiring nor the benchmark");

    private static final DescribedPredicate<AccessTarget> HAS_NO_PARAMETERS =
            describe("has no parameters", it -> it.getFullName().endsWith("()"));

    private static final DescribedPredicate<AccessTarget> TAKES_A_RANDOM =
            describe("takes a random source", it -> it.getFullName().contains("Random"));

    private static final DescribedPredicate<AccessTarget> IS_A_SYSTEM_CLOCK = describe(
            "is a system clock",
            it -> it.getOwner().isEquivalentTo(Clock.class) && it.getName().startsWith("system"));

    /// `Instant.now()`, `LocalDate.now(zone)` and the like, but not `Instant.now(clock)`.
    private static final DescribedPredicate<AccessTarget> IS_NOW_OF_NO_CLOCK = describe(
            "is the present",
            it -> it.getOwner().getPackageName().startsWith("java.time")
                    && it.getName().equals("now")
                    && !it.getFullName().contains(Clock.class.getName()));

    private static final DescribedPredicate<AccessTarget> PRINTS_A_STACK_TRACE = describe(
            "prints a stack trace",
            it -> it.getOwner().isAssignableTo(Throwable.class)
                    && it.getFullName().endsWith("printStackTrace()"));

    private static final DescribedPredicate<AccessTarget> DRAWS_WITHOUT_A_SEED = member(Random.class, "<init>")
            .and(HAS_NO_PARAMETERS)
            .or(member(SplittableRandom.class, "<init>").and(HAS_NO_PARAMETERS))
            .or(member(Collections.class, "shuffle").and(not(TAKES_A_RANDOM)))
            .or(member(ThreadLocalRandom.class, "current"))
            .or(member(Math.class, "random"))
            .as("draws random numbers without a seed");

    private static final DescribedPredicate<AccessTarget> READS_THE_WALL_CLOCK = member(
                    System.class, "currentTimeMillis")
            .or(IS_A_SYSTEM_CLOCK)
            .or(IS_NOW_OF_NO_CLOCK)
            .as("reads the wall clock");

    private static final DescribedPredicate<AccessTarget> WRITES_TO_THE_CONSOLE = member(System.class, "out")
            .or(member(System.class, "err"))
            .or(PRINTS_A_STACK_TRACE)
            .as("writes to the console");

    private static DescribedPredicate<AccessTarget> member(Class<?> owner, String name) {
        return describe(
                owner.getSimpleName() + "." + name,
                it -> it.getOwner().isEquivalentTo(owner) && it.getName().equals(name));
    }

    private static ArchRule seesOnly(String part, String... others) {
        return noClasses()
                .that()
                .resideInAPackage(part)
                .should()
                .dependOnClassesThat(areIn(ROOT + "..").and(not(areIn(part))).and(not(areIn(others))))
                .as("%s should see no other part of Charloom than %s".formatted(part, String.join(", ", others)));
    }

    private static DescribedPredicate<JavaClass> areIn(String... packages) {
        return resideInAnyPackage(packages);
    }

    private static boolean isNullMarked(JavaPackage candidate) {
        return candidate
                .tryGetPackageInfo()
                .map(info -> info.isAnnotatedWith(NullMarked.class))
                .orElse(false);
    }

    private static void check(ArchRule rule, String reason) {
        rule.because(reason).allowEmptyShould(true).check(CHARLOOM);
    }
}
