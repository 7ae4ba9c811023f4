package io.boltzspark.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class BlasInfoTest {

  @Test
  void openBlasOnTheClassPathIsUsed() {
    String folder = "org/bytedeco/openblas/" + OpenBlasLoader.platform() + "/";
    ClassLoader loader = Blas.class.getClassLoader();
    assumeTrue(
        loader.getResource(folder + "libopenblas.so.0") != null
            || loader.getResource(folder + "libopenblas.0.dylib") != null
            || loader.getResource(folder + "libopenblas.dll") != null,
        "no OpenBLAS for this platform");
    BlasInfo info = Blas.info();
    assertTrue(info.isNative(), info.toString());
    assertFalse(info.kernel().isBlank(), info.toString());
    assertFalse(info.kernel().equals("Java"), info.toString());
    // The build sets OPENBLAS_NUM_THREADS=1, as every launcher does.
    assertEquals(1, info.threads(), info.toString());
    assertEquals(Optional.empty(), info.problem());
  }

  @Test
  void theSummaryNamesLibraryKernelAndThreads() {
    BlasInfo info = new BlasInfo(true, "JNIBLAS", "/opt/lib.so", "Haswell", 2, Optional.empty());
    for (String part : new String[] {"native", "JNIBLAS", "/opt/lib.so", "Haswell", "2 threads"}) {
      assertTrue(info.summary().contains(part), info.summary());
    }
    BlasInfo java = new BlasInfo(false, "Java11BLAS", "Java", "Java", 1, Optional.of("slow"));
    assertTrue(java.summary().startsWith("Java BLAS"), java.summary());
    assertTrue(java.summary().endsWith("1 thread"), java.summary());
  }
}
