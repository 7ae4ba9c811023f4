package io.boltzspark.jobs.images;

/**
 * For values of both signs: white at 0, over red to dark red above it and over blue to dark blue
 * below, equally fast on both sides, so that signs and magnitudes can be compared. The colours are
 * those of the scheme RdBu of Brewer (2003), which readers with colour blindness tell apart.
 *
 * @param limit the magnitude from which on colours stay the darkest, positive
 */
public record DivergingColours(float limit) implements ColourMap {
  /** From 0 to the limit in equal steps. */
  private static final int[] ABOVE = {0xffffff, 0xfddbc7, 0xd6604d, 0xb2182b, 0x67001f};

  private static final int[] BELOW = {0xffffff, 0xd1e5f0, 0x4393c3, 0x2166ac, 0x053061};

  public DivergingColours {
    if (!(limit > 0) || limit == Float.POSITIVE_INFINITY) {
      throw new IllegalArgumentException("limit " + limit);
    }
  }

  @Override
  public int rgb(float value) {
    int[] stops = value < 0 ? BELOW : ABOVE;
    float at = Math.min(1, Math.abs(value) / limit) * (stops.length - 1);
    int first = Math.min((int) at, stops.length - 2);
    float share = at - first;
    int rgb = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int from = stops[first] >> shift & 0xff;
      int to = stops[first + 1] >> shift & 0xff;
      rgb |= Math.round(from + share * (to - from)) << shift;
    }
    return rgb;
  }
}
