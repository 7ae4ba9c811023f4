package io.boltzspark.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code boltz}, with a Java that only prints what it is started with. */
class LauncherTest {
  private static final String JAVA =
      """
      #!/bin/sh
      [ "$1" = -version ] && : >"$0.asked" && sleep 1 && echo 'openjdk version "17.0.1"' >&2 && exit
      printf '%s\\n' "$@" "LC_ALL=$LC_ALL" "LC_CTYPE=$LC_CTYPE"
      """;

  @TempDir Path directory;
  private Path home;
  private Path classPath;

  @BeforeEach
  void install() throws IOException {
    Path project = Path.of(System.getProperty("boltz.project.directory"));
    home = directory.resolve("the program");
    for (String module : List.of("data-prep", "trainer", "jobs")) {
      Files.createDirectories(home.resolve(module + "/src/main"));
      Files.createFile(home.resolve(module + "/pom.xml"));
    }
    Files.createFile(home.resolve("pom.xml"));
    Files.createDirectories(home.resolve("conf"));
    for (String file : List.of("boltz", "conf/jvm.options", "conf/log4j2.properties")) {
      Files.copy(project.resolve(file), home.resolve(file));
    }
    Path java = home.resolve("jdk/bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(java, JAVA);
    assertTrue(java.toFile().setExecutable(true));
    Files.writeString(home.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
    Path library = Files.createFile(home.resolve("library.jar"));
    Files.createDirectories(home.resolve("jobs/target"));
    classPath = home.resolve("jobs/target/classpath.txt");
    Files.writeString(classPath, library + "\n");
    Files.createFile(home.resolve("jobs/target/boltz.jar"));
  }

  @Test
  void theTemporaryDirectoryIsTheUsersChoice() throws Exception {
    assertTrue(started(Map.of()).contains("-Djava.io.tmpdir=/tmp"));
    assertTrue(started(Map.of("TMPDIR", "/var/tmp/a b")).contains("-Djava.io.tmpdir=/var/tmp/a b"));
    assertTrue(
        started(Map.of("TMPDIR", "here")).contains("-Djava.io.tmpdir=" + directory + "/here"));
    List<String> javas =
        started(Map.of("TMPDIR", "/a", "JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=/b"));
    assertFalse(javas.toString().contains("java.io.tmpdir"), javas.toString());
  }

  @Test
  void librariesGoElsewhereFromOneWithoutExecution() throws Exception {
    assumeTrue(Surroundings.exist(), "no namespaces");
    Path mounted = Files.createDirectory(directory.resolve("noexec"));
    Path cache = directory.resolve("cache");
    Map<String, String> environment =
        Map.of("TMPDIR", mounted.toString(), "XDG_CACHE_HOME", cache.toString());
    Outcome outcome = end(start(Surroundings.mounted(mounted, "noexec"), environment, "version"));
    List<String> words = outcome.out().lines().toList();
    assertTrue(words.contains("-Djava.io.tmpdir=" + cache + "/boltz"), outcome.out());
    assertTrue(words.contains("-Dspark.local.dir=" + mounted), outcome.out());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    assertTrue(outcome.err().contains(mounted + " does not allow execution"), outcome.err());
    assertEquals(List.of(), List.of(mounted.toFile().list()));
  }

  @Test
  void aLocaleOfAsciiIsReplaced() throws Exception {
    assertTrue(started(Map.of()).contains("LC_CTYPE=C.UTF-8"));
    assertTrue(started(Map.of("LANG", "POSIX")).contains("LC_CTYPE=C.UTF-8"));
    assertTrue(started(Map.of("LC_ALL", "C")).contains("LC_ALL=C.UTF-8"));
    assertTrue(started(Map.of("LANG", "en_GB.UTF-8")).contains("LC_CTYPE="));
  }

  @Test
  void aJarThatCannotBeReadIsNamed() throws Exception {
    Path gone = home.resolve("gone.jar");
    Files.writeString(classPath, Files.readString(classPath).strip() + ":" + gone + "\n");
    Outcome outcome = end(start(List.of(), Map.of(), "version", "--json"));
    assertEquals(ExitCode.ENVIRONMENT.number(), outcome.exitCode(), outcome.err());
    assertEquals(5, outcome.json().path("exit_code").intValue());
    assertTrue(outcome.json().path("error").asText().contains(gone.toString()), outcome.out());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
  }

  @Test
  void aSignalBeforeTheStartIsOneLine() throws Exception {
    Files.delete(home.resolve("jdk/release")); // so that Java is asked for its version
    Process process = start(List.of(), Map.of(), "train", "--json");
    while (!Files.exists(home.resolve("jdk/bin/java.asked"))) {
      Thread.sleep(10);
    }
    assertTrue(process.toHandle().destroy());
    Outcome outcome = end(process);
    assertEquals(ExitCode.INTERRUPTED.number(), outcome.exitCode(), outcome.err());
    assertEquals(130, outcome.json().path("exit_code").intValue());
    assertTrue(outcome.err().startsWith("boltz: interrupted by SIGTERM: nothing"), outcome.err());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
  }

  @Test
  void vectorsAreOpenedUnlessJavaWasBuiltWithoutThem() throws Exception {
    String option = "--add-modules=jdk.incubator.vector";
    assertTrue(started(Map.of()).contains(option));
    Path release = home.resolve("jdk/release");
    String version = Files.readString(release);
    Files.writeString(release, version + "MODULES=\"java.base jdk.incubator.vector java.sql\"\n");
    assertTrue(started(Map.of()).contains(option));
    Files.writeString(release, version + "MODULES=\"java.base java.sql\"\n");
    assertFalse(started(Map.of()).contains(option));
  }

  @Test
  void anArchiveOfClassesIsUsedIfItIsOfThisJavaAndNewerThanTheJar() throws Exception {
    Path release = home.resolve("jdk/release");
    Path archive = home.resolve("jobs/target/classes-" + checksum(release) + ".jsa");
    String option = "-XX:SharedArchiveFile=" + archive;
    assertFalse(started(Map.of()).contains(option));
    Files.createFile(archive);
    FileTime built = Files.getLastModifiedTime(home.resolve("jobs/target/boltz.jar"));
    Files.setLastModifiedTime(archive, FileTime.fromMillis(built.toMillis() + 5_000));
    assertTrue(started(Map.of()).contains(option));
    Files.setLastModifiedTime(archive, FileTime.fromMillis(built.toMillis() - 5_000));
    assertFalse(started(Map.of()).contains(option));
    Files.setLastModifiedTime(archive, FileTime.fromMillis(built.toMillis() + 5_000));
    Files.writeString(release, "JAVA_VERSION=\"21.0.1\"\n");
    assertFalse(started(Map.of()).toString().contains("SharedArchiveFile"));
  }

  /** As POSIX's cksum has it, which is not the CRC of Java. */
  private String checksum(Path file) throws IOException, InterruptedException {
    Path out = directory.resolve("cksum.txt");
    new ProcessBuilder("cksum")
        .redirectInput(file.toFile())
        .redirectOutput(out.toFile())
        .start()
        .waitFor();
    return Files.readString(out).split(" ")[0];
  }

  @Test
  void ofJavasOwnWordsOnlyThatAModuleIncubatesIsHeldBack() throws Exception {
    Files.writeString(
        home.resolve("jdk/bin/java"),
        """
        #!/bin/sh
        echo 'WARNING: Using incubator modules: jdk.incubator.vector' >&2
        echo 'the JVM complains' >&2
        echo 'the program speaks' >&3
        """);
    Outcome outcome = end(start(List.of(), Map.of(), "version"));
    assertTrue(outcome.err().contains("the program speaks"), outcome.err());
    // The filter is a process of its own, for which nobody waits.
    Path err = directory.resolve("err.txt");
    while (!Files.readString(err).contains("the JVM complains")) {
      Thread.sleep(10);
    }
    assertFalse(Files.readString(err).contains("incubator"));
  }

  private List<String> started(Map<String, String> environment) throws Exception {
    Outcome outcome = end(start(List.of(), environment, "version"));
    assertEquals("", outcome.err());
    return outcome.out().lines().toList();
  }

  private Process start(List<String> before, Map<String, String> environment, String... words)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(home.resolve("boltz").toString());
    command.addAll(List.of(words));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(directory.resolve("out.txt").toFile())
            .redirectError(directory.resolve("err.txt").toFile());
    builder
        .environment()
        .keySet()
        .removeAll(
            List.of(
                "TMPDIR",
                "XDG_CACHE_HOME",
                "JAVA_TOOL_OPTIONS",
                "JDK_JAVA_OPTIONS",
                "LANG",
                "LC_ALL",
                "LC_CTYPE"));
    builder.environment().put("JAVA_HOME", home.resolve("jdk").toString());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private Outcome end(Process process) throws Exception {
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    return new Outcome(
        process.exitValue(),
        Files.readString(directory.resolve("out.txt")),
        Files.readString(directory.resolve("err.txt")));
  }
}
