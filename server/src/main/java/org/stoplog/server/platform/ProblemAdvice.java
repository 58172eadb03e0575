package org.stoplog.server.platform;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.stoplog.catalog.problem.Problem;

/** Sends every failure of a handler, or of finding one, to the {@link ProblemWriter}. */
@ControllerAdvice
final class ProblemAdvice {
  private final ProblemWriter problems;

  ProblemAdvice(ProblemWriter problems) {
    this.problems = problems;
  }

  @ExceptionHandler(Exception.class)
  void failed(Exception thrown, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (thrown instanceof ErrorResponse known) {
      // Spring's own: no such page, wrong method, a parameter that is missing or no number.
      if (known.getStatusCode().value() == HttpServletResponse.SC_NOT_FOUND) {
        problems.write(Problem.PAGE_UNKNOWN, "There is no such page.", request, response);
        return;
      }
      if (known.getStatusCode().is4xxClientError()) {
        problems.write(
            Problem.REQUEST_INVALID, "The request cannot be understood.", request, response);
        return;
      }
    }
    if (thrown instanceof org.springframework.beans.TypeMismatchException) {
      problems.write(
          Problem.REQUEST_INVALID, "The request cannot be understood.", request, response);
      return;
    }
    problems.write(thrown, request, response);
  }
}
