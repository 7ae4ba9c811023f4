package io.boltzspark.jobs.doctor;

import io.boltzspark.math.Blas;
import io.boltzspark.math.BlasInfo;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Whether the processor supports faster kernels than OpenBLAS uses. */
record CpuKernelCheck(Map<String, String> environment) implements Check {
  static final String VARIABLE = "OPENBLAS_CORETYPE";
  private static final String NAME = "BLAS kernels";
  private static final List<String> AVX512_KERNELS =
      List.of("skylakex", "cooperlake", "sapphirerapids");

  @Override
  public Finding run() {
    return judge(Blas.info(), Cpu.of());
  }

  Finding judge(BlasInfo blas, Cpu cpu) {
    Optional<String> pinned =
        Optional.ofNullable(environment.get(VARIABLE)).filter(text -> !text.isBlank());
    String value =
        blas.kernel() + pinned.map(word -> " (" + VARIABLE + "=" + word + ")").orElse("");
    boolean usesAvx512 = AVX512_KERNELS.contains(blas.kernel().toLowerCase(Locale.ROOT));
    if (blas.isNative() && cpu.hasAvx512() && !usesAvx512) {
      return Finding.warning(
          NAME,
          value + "; the processor has AVX-512, which can be twice as fast",
          pinned.isPresent()
              ? "unset " + VARIABLE + ", unless a cluster of mixed processors needs it"
              : "the library chose these kernels; "
                  + VARIABLE
                  + "=SkylakeX selects those for AVX-512");
    }
    return Finding.ok(NAME, value);
  }
}
