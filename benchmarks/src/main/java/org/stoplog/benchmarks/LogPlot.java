package org.stoplog.benchmarks;

import java.util.Locale;
import java.util.Map;

/** A plot with powers of ten on both axes, as SVG. */
final class LogPlot {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 420;
  private static final int LEFT = 70;
  private static final int RIGHT = 150;
  private static final int TOP = 50;
  private static final int BOTTOM = 60;

  private final StringBuilder out = new StringBuilder();
  private final int fromX;
  private final int toX;
  private final int fromY;
  private final int toY;

  /** The bounds are powers of ten. */
  LogPlot(String title, String x, String y, int fromX, int toX, int fromY, int toY) {
    this.fromX = fromX;
    this.toX = toX;
    this.fromY = fromY;
    this.toY = toY;
    out.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">
        <rect width="100%%" height="100%%" fill="#fff"/>
        <text x="%d" y="28" font-size="16">%s</text>
        <text x="%d" y="%d">%s</text>
        <text x="12" y="%d">%s</text>
        """
            .formatted(
                WIDTH, HEIGHT, LEFT, title, (WIDTH - RIGHT) / 2, HEIGHT - 15, x, TOP - 8, y));
    for (int power = fromX; power <= toX; power++) {
      double at = x(Math.pow(10, power));
      grid(at, y(Math.pow(10, fromY)), at, y(Math.pow(10, toY)));
      text(at, HEIGHT - BOTTOM + 20, "middle", label(power));
    }
    for (int power = fromY; power <= toY; power++) {
      double at = y(Math.pow(10, power));
      grid(x(Math.pow(10, fromX)), at, x(Math.pow(10, toX)), at);
      text(LEFT - 8, at + 4, "end", label(power));
    }
  }

  /** Points from the cells of two columns, with the name beside the last. */
  void line(String name, String colour, Map<Long, String[]> rows, int columnX, int columnY) {
    StringBuilder points = new StringBuilder();
    double lastX = 0;
    double lastY = 0;
    for (String[] row : rows.values()) {
      lastX = x(Double.parseDouble(row[columnX]));
      lastY = y(Double.parseDouble(row[columnY]));
      points.append(String.format(Locale.ROOT, "%.1f,%.1f ", lastX, lastY));
      out.append(
          String.format(
              Locale.ROOT,
              "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>%n",
              lastX,
              lastY,
              colour));
    }
    out.append(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n"
            .formatted(points.toString().strip(), colour));
    text(lastX + 10, lastY + 4, "start", name);
  }

  String svg() {
    return out + "</svg>\n";
  }

  private double x(double value) {
    return LEFT + (Math.log10(value) - fromX) / (toX - fromX) * (WIDTH - LEFT - RIGHT);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - (Math.log10(value) - fromY) / (toY - fromY) * (HEIGHT - TOP - BOTTOM);
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

  private static String label(int power) {
    return switch (power) {
      case -2 -> "0.01";
      case -1 -> "0.1";
      case 6 -> "1 M";
      case 7 -> "10 M";
      case 8 -> "100 M";
      case 9 -> "1 G";
      default ->
          String.valueOf((long) Math.pow(10, power)).replaceAll("(?<=\\d)(?=(\\d{3})+$)", " ");
    };
  }
}
