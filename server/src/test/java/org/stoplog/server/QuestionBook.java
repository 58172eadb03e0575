package org.stoplog.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.Consumer;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/**
 * A workbook as suppliers fill it in for all their customers: twelve questions, each fourth "No".
 */
final class QuestionBook {
  private QuestionBook() {}

  /**
   * @param change what is done to the sheet of the questions at last
   */
  static byte[] of(Consumer<Worksheet> change) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Workbook book = new Workbook(out, "Test", "1.0")) {
      book.newWorksheet("Read me").value(0, 0, "How to fill this in");
      Worksheet sheet = book.newWorksheet("Questions");
      sheet.value(0, 0, "ID");
      sheet.value(0, 1, "Question");
      sheet.value(0, 2, "Answer");
      sheet.value(0, 3, "Notes");
      for (int i = 1; i <= 12; i++) {
        sheet.value(i, 0, "Q." + i);
        sheet.value(i, 1, "Is the thing with the number " + i + " done as it should be done?");
        sheet.value(i, 2, i % 4 == 0 ? "No" : "Yes");
        sheet.value(i, 3, i % 4 == 0 ? "Planned" : "");
      }
      change.accept(sheet);
    }
    return out.toByteArray();
  }
}
