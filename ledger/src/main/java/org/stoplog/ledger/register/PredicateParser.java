package org.stoplog.ledger.register;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.stoplog.catalog.problem.Nearest;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import org.stoplog.ledger.register.Condition.Operator;

/**
 * Reads a predicate by recursive descent. Messages name columns and operators, never values: a
 * value could be personal.
 */
final class PredicateParser {
  private static final int LONGEST = 20_000;
  private static final int DEEPEST = 50;
  private static final Set<String> RESERVED =
      Set.of("and", "or", "not", "in", "since", "until", "*");
  private static final List<String> OPERATORS =
      List.of("=", "!=", "<", "<=", ">", ">=", "in", "not in");
  private static final List<String> CONNECTIVES = List.of("and", "or", "since", "until");

  private final String text;
  private final List<Token> tokens;
  private int next;
  private int depth;

  /**
   * @param column where it starts, from 1
   * @param quoted a quoted value, never a keyword or operator
   */
  private record Token(String text, int column, boolean quoted, boolean symbol) {
    boolean is(String word) {
      return !quoted && text.equalsIgnoreCase(word);
    }
  }

  PredicateParser(String text) {
    if (text.length() > LONGEST) {
      throw new StoplogException(
          Problem.PREDICATE_INVALID, "the population is longer than " + LONGEST + " characters");
    }
    this.text = text.strip();
    this.tokens = tokens(text);
  }

  Predicate parse() {
    Condition condition = accept("*") ? new Condition.Everybody() : or();
    LocalDate since = null;
    LocalDate until = null;
    while (next < tokens.size()) {
      Token token = tokens.get(next);
      if (since == null && accept("since")) {
        since = date();
      } else if (until == null && accept("until")) {
        until = date();
      } else if (token.is("since") || token.is("until")) {
        throw wrong(token, "\"" + token.text.toLowerCase(Locale.ROOT) + "\" is given twice");
      } else if (token.is(")")) {
        throw wrong(token, "\")\" closes nothing");
      } else {
        throw wrong(token, unexpected(token, "after a condition", CONNECTIVES));
      }
    }
    return new Predicate(text, condition, since, until);
  }

  private Condition or() {
    List<Condition> any = new ArrayList<>(List.of(and()));
    while (accept("or")) {
      any.add(and());
    }
    return any.size() == 1 ? any.getFirst() : new Condition.Or(any);
  }

  private Condition and() {
    List<Condition> all = new ArrayList<>(List.of(not()));
    while (accept("and")) {
      all.add(not());
    }
    return all.size() == 1 ? all.getFirst() : new Condition.And(all);
  }

  private Condition not() {
    if (++depth > DEEPEST) {
      throw wrong(peek(), "nested more than " + DEEPEST + " deep");
    }
    try {
      if (accept("not")) {
        return new Condition.Not(not());
      }
      if (accept("(")) {
        Condition inner = or();
        expect(")");
        return inner;
      }
      return comparison();
    } finally {
      depth--;
    }
  }

  private Condition comparison() {
    String name = word("the name of an attribute").text;
    Token operator = peek();
    if (accept("=")) {
      return new Condition.Equals(name, word("a value").text);
    }
    if (accept("!=")) {
      return new Condition.Not(new Condition.Equals(name, word("a value").text));
    }
    if (accept("in")) {
      return new Condition.In(name, values());
    }
    if (accept("not")) {
      expect("in");
      return new Condition.Not(new Condition.In(name, values()));
    }
    for (Operator compare : Operator.values()) {
      if (accept(compare.sign())) {
        Token value = word("a number or date");
        if (!Ordered.isOrdered(value.text)) {
          throw wrong(
              value, "\"" + compare.sign() + "\" needs a number or a date such as 2022-03-31");
        }
        return new Condition.Compare(name, compare, value.text);
      }
    }
    throw wrong(
        operator,
        operator == null
            ? "an operator is missing after the attribute; allowed: " + String.join(", ", OPERATORS)
            : unexpected(operator, "where an operator is needed", OPERATORS));
  }

  private List<String> values() {
    expect("(");
    List<String> values = new ArrayList<>();
    do {
      values.add(word("a value").text);
    } while (accept(","));
    expect(")");
    return values;
  }

  private LocalDate date() {
    Token token = word("a date");
    try {
      return LocalDate.parse(token.text.length() == 7 ? token.text + "-01" : token.text);
    } catch (DateTimeException e) {
      throw wrong(token, "not a date; write 2022-03 or 2022-03-31");
    }
  }

  private Token word(String what) {
    Token token = peek();
    if (token == null) {
      throw wrong(null, what + " is missing at the end");
    }
    if (!token.quoted && (token.symbol || RESERVED.contains(token.text.toLowerCase(Locale.ROOT)))) {
      throw wrong(
          token,
          what
              + " is missing before \""
              + token.text
              + "\"; write it in quotes if it is meant as a value");
    }
    next++;
    return token;
  }

  private @Nullable Token peek() {
    return next < tokens.size() ? tokens.get(next) : null;
  }

  private boolean accept(String word) {
    Token token = peek();
    if (token != null && token.is(word)) {
      next++;
      return true;
    }
    return false;
  }

  private void expect(String word) {
    Token token = peek();
    if (!accept(word)) {
      throw wrong(token, "\"" + word + "\" is missing");
    }
  }

  private static String unexpected(Token token, String where, List<String> allowed) {
    String nearest =
        switch (token.text) {
          case "==", "===", "is", ":" -> "=";
          case "<>", "!==" -> "!=";
          case "=<" -> "<=";
          case "=>" -> ">=";
          case "&", "&&", "," -> "and";
          case "|", "||" -> "or";
          default -> token.quoted ? "" : Nearest.word(token.text, allowed);
        };
    // What stands here may be a person's value; it is repeated only when a keyword is near it.
    return nearest.isEmpty()
        ? "something else " + where + "; allowed: " + String.join(", ", allowed)
        : "\"" + token.text + "\" " + where + "; did you mean \"" + nearest + "\"?";
  }

  private StoplogException wrong(@Nullable Token token, String what) {
    int column = token == null ? text.length() + 1 : token.column;
    return new StoplogException(Problem.PREDICATE_INVALID, "column " + column + ": " + what);
  }

  private List<Token> tokens(String source) {
    List<Token> found = new ArrayList<>();
    int at = 0;
    while (at < source.length()) {
      int start = at;
      char c = source.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (c == '"' || c == '\'') {
        at = source.indexOf(c, at + 1);
        if (at < 0) {
          throw new StoplogException(
              Problem.PREDICATE_INVALID, "column " + (start + 1) + ": the quote is not closed");
        }
        found.add(new Token(source.substring(start + 1, at++), start + 1, true, false));
      } else if ("(),*".indexOf(c) >= 0) {
        at++;
        found.add(new Token(String.valueOf(c), start + 1, false, true));
      } else {
        boolean sign = isSign(c);
        while (at < source.length() && inWord(source.charAt(at), sign)) {
          at++;
        }
        found.add(new Token(source.substring(start, at), start + 1, false, sign));
      }
    }
    return found;
  }

  private static boolean isSign(char c) {
    return "=!<>&|".indexOf(c) >= 0;
  }

  private static boolean inWord(char c, boolean sign) {
    return isSign(c) == sign && !Character.isWhitespace(c) && "(),*\"'".indexOf(c) < 0;
  }
}
