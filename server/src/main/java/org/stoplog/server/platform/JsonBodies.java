package org.stoplog.server.platform;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.stoplog.catalog.problem.Problem;
import org.stoplog.catalog.problem.StoplogException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/** Reads what programs send: bounded in size and depth, nothing guessed, nothing passed over. */
final class JsonBodies implements HandlerMethodArgumentResolver {
  static final int LARGEST = 1 << 20;
  private static final int DEEPEST = 12;

  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxDocumentLength(LARGEST)
                          .maxNestingDepth(DEEPEST)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                      .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
          .build();

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.hasParameterAnnotation(JsonBody.class);
  }

  @Override
  public Object resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest web,
      @Nullable WebDataBinderFactory binders)
      throws IOException {
    HttpServletRequest request = web.getNativeRequest(HttpServletRequest.class);
    if (request == null) {
      throw new IllegalStateException("a body without a request");
    }
    String type = request.getContentType();
    if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      throw new StoplogException(
          Problem.REQUEST_INVALID, "Send JSON, and say so: Content-Type: application/json.");
    }
    return read(bytes(request), parameter.getParameterType());
  }

  /** All of the body, and never more than is taken. */
  static byte[] bytes(HttpServletRequest request) throws IOException {
    byte[] bytes = request.getInputStream().readNBytes(LARGEST + 1);
    if (bytes.length > LARGEST) {
      throw new InvalidBody("", "The body is larger than 1 MB.");
    }
    return bytes;
  }

  static <T> T read(byte[] bytes, Class<T> type) {
    JsonNode tree;
    try {
      tree = JSON.readTree(bytes);
    } catch (JacksonException e) {
      // Its own words may quote what was sent.
      TokenStreamLocation at = e.getLocation();
      throw new InvalidBody(
          "",
          "This is no JSON that is taken%s; it is nested at most %d deep, and names no field twice."
              .formatted(
                  at == null || at.getLineNr() < 1
                      ? ""
                      : ": it breaks at line %d, column %d"
                          .formatted(at.getLineNr(), at.getColumnNr()),
                  DEEPEST));
    }
    List<InvalidBody.Fault> faults = new ArrayList<>();
    refuseNul(tree, "", faults);
    if (!tree.isObject()) {
      faults.add(new InvalidBody.Fault("", "The body is one JSON object."));
    }
    missing(tree, type, faults);
    if (!faults.isEmpty()) {
      throw new InvalidBody(faults);
    }
    try {
      return JSON.treeToValue(tree, type);
    } catch (UnrecognizedPropertyException e) {
      throw new InvalidBody(pointer(e), "There is no such field here.");
    } catch (JacksonException e) {
      throw new InvalidBody(pointer(e), "The value is of another kind than this field takes.");
    }
  }

  private static void missing(JsonNode tree, Class<?> type, List<InvalidBody.Fault> faults) {
    if (!type.isRecord()) {
      return;
    }
    for (RecordComponent component : type.getRecordComponents()) {
      JsonNode value = tree.get(component.getName());
      boolean isThere = value != null && !value.isNull();
      if (!isThere && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        faults.add(new InvalidBody.Fault("/" + component.getName(), "This field is missing."));
      }
    }
  }

  /** The database keeps no such character. */
  private static void refuseNul(JsonNode node, String at, List<InvalidBody.Fault> faults) {
    if (node.isString() && node.asString().indexOf('\0') >= 0) {
      faults.add(new InvalidBody.Fault(at, "The text holds the character U+0000."));
    }
    for (var field : node.properties()) {
      refuseNul(field.getValue(), at + "/" + escaped(field.getKey()), faults);
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      refuseNul(node.get(i), at + "/" + i, faults);
    }
  }

  private static String pointer(JacksonException e) {
    StringBuilder pointer = new StringBuilder();
    for (JacksonException.Reference step : e.getPath()) {
      String name = step.getPropertyName();
      pointer.append('/').append(name == null ? String.valueOf(step.getIndex()) : escaped(name));
    }
    return pointer.toString();
  }

  private static String escaped(String name) {
    String shown = name.length() > 100 ? name.substring(0, 100) : name;
    return shown.replace("~", "~0").replace("/", "~1");
  }
}
