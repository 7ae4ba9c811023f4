package io.boltzspark.dataprep.digits;

import java.util.List;

/**
 * The digits as a hand writes them: a few ways of writing each, a way being some strokes, a stroke
 * the points {@code x0, y0, x1, y1, ...} that a smooth curve goes through. x runs right and y down,
 * both in 0..1; two strokes that share an end make a corner there.
 */
final class DigitGlyphs {

  /** Ways of writing each digit: {@code WAYS.get(digit).get(way)[stroke][2 * point + axis]}. */
  static final List<List<double[][]>> WAYS =
      List.of(
          List.of(
              way(
                  stroke(
                      .55, 0, .2, .12, .06, .5, .2, .88, .5, 1, .8, .88, .94, .5, .8, .12, .5,
                      .01)),
              way(
                  stroke(
                      .78, .06, .46, .02, .16, .28, .1, .68, .34, .98, .7, .88, .9, .5, .84, .16,
                      .6, .0))),
          List.of(
              way(stroke(.5, 0, .5, .5, .5, 1)),
              way(stroke(.3, .2, .52, 0), stroke(.52, 0, .5, .5, .5, 1)),
              way(stroke(.28, .22, .5, 0), stroke(.5, 0, .5, 1), stroke(.22, 1, .78, 1))),
          List.of(
              way(
                  stroke(.1, .26, .24, .07, .5, 0, .78, .1, .82, .32, .6, .62, .32, .86, .1, 1),
                  stroke(.1, 1, .5, .97, .92, .98)),
              way(
                  stroke(
                      .1, .24, .26, .06, .5, 0, .76, .1, .8, .34, .6, .64, .36, .86, .14, .97, .08,
                      .86, .24, .8, .5, .92, .92, .97))),
          List.of(
              way(
                  stroke(.14, .12, .44, 0, .78, .1, .78, .33, .42, .46),
                  stroke(.42, .46, .8, .56, .87, .78, .62, .97, .3, .99, .1, .86)),
              way(
                  stroke(.12, .04, .82, .03),
                  stroke(.82, .03, .44, .4),
                  stroke(.44, .4, .8, .5, .86, .76, .6, .98, .3, .98, .1, .86))),
          List.of(
              way(
                  stroke(.2, .02, .12, .3, .1, .56),
                  stroke(.1, .56, .5, .55, .92, .5),
                  stroke(.78, .06, .74, .5, .7, 1)),
              way(
                  stroke(.66, 0, .36, .34, .06, .64),
                  stroke(.06, .64, .95, .61),
                  stroke(.66, 0, .65, .5, .64, 1)),
              way(
                  stroke(.22, .02, .1, .28, .2, .47, .5, .48, .8, .3),
                  stroke(.84, .02, .8, .3, .76, .65, .72, 1))),
          List.of(
              way(
                  stroke(.86, .02, .26, .04),
                  stroke(.26, .04, .2, .43),
                  stroke(.2, .43, .5, .36, .82, .5, .85, .76, .6, .97, .3, .98, .08, .87)),
              way(
                  stroke(.92, .0, .6, .03, .34, .06),
                  stroke(.34, .06, .3, .4, .6, .5, .76, .7, .58, .95, .3, 1, .1, .93))),
          List.of(
              way(
                  stroke(
                      .74, .02, .44, .16, .2, .46, .12, .76, .34, .98, .68, .95, .84, .72, .66, .52,
                      .38, .56, .16, .76)),
              way(
                  stroke(
                      .4, 0, .24, .3, .14, .66, .28, .95, .62, .98, .86, .8, .7, .6, .4, .66, .22,
                      .84))),
          List.of(
              way(stroke(.08, .05, .5, .05, .9, .02), stroke(.9, .02, .62, .48, .42, 1)),
              way(
                  stroke(.08, .2, .12, .05),
                  stroke(.12, .05, .5, .06, .88, .03),
                  stroke(.88, .03, .66, .45, .5, 1)),
              way(
                  stroke(.1, .05, .5, .05, .88, .02),
                  stroke(.88, .02, .6, .5, .4, 1),
                  stroke(.28, .53, .82, .48))),
          List.of(
              way(
                  stroke(
                      .8, .12, .5, 0, .22, .14, .28, .35, .54, .48, .82, .68, .8, .9, .5, 1, .2, .9,
                      .18, .68, .46, .48, .72, .34, .8, .12)),
              way(
                  stroke(.5, .46, .2, .34, .26, .08, .5, 0, .76, .1, .76, .34, .5, .46),
                  stroke(.5, .46, .16, .6, .12, .86, .48, 1, .86, .88, .84, .6, .5, .46))),
          List.of(
              way(
                  stroke(.82, .24, .6, .02, .28, .07, .14, .3, .3, .5, .6, .47, .82, .24),
                  stroke(.82, .24, .8, .6, .72, 1)),
              way(
                  stroke(.82, .22, .58, .01, .26, .08, .16, .3, .34, .48, .64, .44, .82, .22),
                  stroke(.82, .22, .85, .6, .68, .92, .3, .97))));

  private DigitGlyphs() {}

  private static double[][] way(double[]... strokes) {
    return strokes;
  }

  private static double[] stroke(double... coordinates) {
    return coordinates;
  }
}
