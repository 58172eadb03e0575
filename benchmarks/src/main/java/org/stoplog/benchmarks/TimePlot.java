package org.stoplog.benchmarks;

import java.util.List;
import java.util.Locale;

/** Shares of one over time, as SVG. */
final class TimePlot {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 380;
  private static final int LEFT = 60;
  private static final int RIGHT = 190;
  private static final int TOP = 50;
  private static final int BOTTOM = 50;
  private static final int LINE = 20;

  private final StringBuilder out = new StringBuilder();
  private final double seconds;
  private final double most;
  private int names;

  /**
   * @param most at the top of the plot; what is above it is drawn there
   */
  TimePlot(String title, double seconds, double most) {
    this.seconds = seconds;
    this.most = most;
    out.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">
        <rect width="100%%" height="100%%" fill="#fff"/>
        <text x="%d" y="28" font-size="16">%s</text>
        <text x="%d" y="%d">seconds</text>
        """
            .formatted(WIDTH, HEIGHT, LEFT, title, (WIDTH - RIGHT) / 2, HEIGHT - 8));
    for (int i = 0; i <= 4; i++) {
      grid(LEFT, y(most * i / 4), WIDTH - RIGHT, y(most * i / 4));
      text(LEFT - 8, y(most * i / 4) + 4, "end", Math.round(most * i * 25) + " %");
      double time = seconds * i / 4;
      grid(x(time), y(0), x(time), y(most));
      text(x(time), HEIGHT - BOTTOM + LINE, "middle", String.valueOf(Math.round(time)));
    }
  }

  /** Points of seconds and share; names are one below the other. */
  void line(String name, String colour, List<double[]> points) {
    StringBuilder text = new StringBuilder();
    for (double[] point : points) {
      text.append(
          String.format(Locale.ROOT, "%.1f,%.1f ", x(point[0]), y(Math.min(most, point[1]))));
    }
    out.append(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n"
            .formatted(text.toString().strip(), colour));
    int at = TOP + LINE * names++;
    out.append(
        "<rect x=\"%d\" y=\"%d\" width=\"12\" height=\"12\" fill=\"%s\"/>%n"
            .formatted(WIDTH - RIGHT + LINE, at, colour));
    text(WIDTH - RIGHT + 2 * LINE, at + 11, "start", name);
  }

  String svg() {
    return out + "</svg>";
  }

  private double x(double time) {
    return LEFT + time / seconds * (WIDTH - LEFT - RIGHT);
  }

  private double y(double share) {
    return HEIGHT - BOTTOM - share / most * (HEIGHT - TOP - BOTTOM);
  }

  private void grid(double x1, double y1, double x2, double y2) {
    out.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>%n",
            x1,
            y1,
            x2,
            y2));
  }

  private void text(double x, double y, String anchor, String text) {
    out.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
            x,
            y,
            anchor,
            text));
  }
}
