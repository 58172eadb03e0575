package org.stoplog.server.accounts;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.Map;

/**
 * A picture that a telephone reads, as the shape of an SVG.
 *
 * @param size of its sides, with the quiet zone
 * @param path the dark squares
 */
public record QrCode(int size, String path) {
  private static final int QUIET = 4;

  static QrCode of(String text) {
    ByteMatrix dots;
    try {
      dots =
          Encoder.encode(
                  text, ErrorCorrectionLevel.M, Map.of(EncodeHintType.CHARACTER_SET, "UTF-8"))
              .getMatrix();
    } catch (WriterException e) {
      throw new IllegalArgumentException("too long for a picture", e);
    }
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < dots.getHeight(); y++) {
      for (int x = 0; x < dots.getWidth(); x++) {
        if (dots.get(x, y) == 1) {
          path.append('M').append(x + QUIET).append(' ').append(y + QUIET).append("h1v1h-1z");
        }
      }
    }
    return new QrCode(dots.getWidth() + 2 * QUIET, path.toString());
  }
}
