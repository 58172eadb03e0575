package org.stoplog.server;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.stoplog.ledger.register.RegisterFormat;
import org.stoplog.server.platform.Access;
import org.stoplog.server.platform.ApiAnswers;
import org.stoplog.server.platform.JsonBody;
import org.stoplog.server.platform.Summary;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Describes what programs can call, from the handlers themselves (OpenAPI 3.1). */
final class OpenApi {
  private final Map<String, Object> schemas = new TreeMap<>();
  private final Map<String, Class<?>> named = new TreeMap<>();

  static String of(Map<RequestMappingInfo, HandlerMethod> handlers) {
    return new OpenApi().write(handlers);
  }

  private String write(Map<RequestMappingInfo, HandlerMethod> handlers) {
    Map<String, Map<String, Object>> paths = new TreeMap<>();
    handlers.forEach(
        (mapping, handler) -> {
          for (String path : mapping.getPatternValues()) {
            if (path.startsWith("/api/")) {
              String method = mapping.getMethodsCondition().getMethods().iterator().next().name();
              paths
                  .computeIfAbsent(path, key -> new TreeMap<>())
                  .put(method.toLowerCase(Locale.ROOT), operation(method, path, handler));
            }
          }
        });
    schemas.put("Problem", problem());
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("openapi", "3.1.1");
    all.put(
        "info",
        ordered(
            "title", "Stoplog",
            "version", "v1",
            "description",
                "For programs, with a token of Your account, API tokens. See docs/guide/api.md.",
            "license", ordered("name", "Apache-2.0", "identifier", "Apache-2.0")));
    all.put("security", List.of(Map.of("token", List.of())));
    all.put("paths", paths);
    all.put(
        "components",
        ordered(
            "securitySchemes",
            Map.of("token", ordered("type", "http", "scheme", "bearer")),
            "schemas",
            schemas));
    return JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build()
            .writeValueAsString(all)
        + "\n";
  }

  private Map<String, Object> operation(String method, String path, HandlerMethod handler) {
    Summary summary = handler.getMethodAnnotation(Summary.class);
    Access access = handler.getMethodAnnotation(Access.class);
    if (summary == null || access == null || !access.byToken()) {
      throw new AssertionError(handler + " has no @Summary, or is not for tokens");
    }
    Map<String, Object> operation = new LinkedHashMap<>();
    operation.put("summary", summary.value());
    operation.put("operationId", method.toLowerCase(Locale.ROOT) + name(path));
    operation.put("description", "Needs the permission " + access.value().word() + ".");
    List<Object> parameters = new ArrayList<>();
    boolean isForm =
        Arrays.stream(handler.getMethod().getParameterTypes())
            .anyMatch(type -> type == MultipartFile.class);
    Map<String, Object> form = new LinkedHashMap<>();
    boolean isOfVersion = false;
    for (Parameter parameter : handler.getMethod().getParameters()) {
      PathVariable inPath = parameter.getAnnotation(PathVariable.class);
      RequestParam inQuery = parameter.getAnnotation(RequestParam.class);
      if (inPath != null) {
        parameters.add(parameter(inPath.value(), "path", true, parameter.getAnnotatedType()));
      } else if (inQuery != null && isForm) {
        form.put(inQuery.name(), schema(parameter.getAnnotatedType().getType(), false));
      } else if (inQuery != null) {
        parameters.add(parameter(inQuery.name(), "query", false, parameter.getAnnotatedType()));
      } else if (parameter.isAnnotationPresent(JsonBody.class)) {
        operation.put(
            "requestBody",
            ordered("required", true, "content", json(schema(parameter.getAnnotatedType(), true))));
      }
      isOfVersion |= parameter.getType() == HttpServletRequest.class;
    }
    if (isForm) {
      operation.put(
          "requestBody",
          ordered(
              "required",
              true,
              "content",
              Map.of(
                  "multipart/form-data",
                  Map.of(
                      "schema",
                      ordered(
                          "type", "object", "required", List.of("file"), "properties", form)))));
    }
    if (method.equals("POST") && !isForm) {
      parameters.add(header("Idempotency-Key", false));
    }
    if (isOfVersion) {
      parameters.add(header("If-Match", true));
    }
    if (!parameters.isEmpty()) {
      operation.put("parameters", parameters);
    }
    operation.put(
        "responses",
        ordered(
            String.valueOf(summary.status()),
            ordered("description", "It was done.", "content", content(path, answer(handler))),
            "default",
            ordered(
                "description",
                "A problem of RFC 9457; see docs/reference/problems.",
                "content",
                Map.of(
                    "application/problem+json",
                    Map.of("schema", Map.of("$ref", "#/components/schemas/Problem"))))));
    return operation;
  }

  private static String name(String path) {
    StringBuilder name = new StringBuilder();
    for (String part : path.replace("/api/v1/", "").split("[/{}.-]+")) {
      name.append(part.isEmpty() ? "" : Character.toUpperCase(part.charAt(0)) + part.substring(1));
    }
    return name.toString();
  }

  /** A path that ends as a file does answers with one. */
  private static Map<String, Object> content(String path, Object schema) {
    return Arrays.stream(RegisterFormat.values())
        .filter(one -> one != RegisterFormat.JSON && path.endsWith("." + one.ending()))
        .findFirst()
        .map(one -> Map.<String, Object>of(one.mediaType(), Map.of()))
        .orElseGet(() -> json(schema));
  }

  private static Map<String, Object> json(Object schema) {
    return Map.of("application/json", Map.of("schema", schema));
  }

  private Map<String, Object> parameter(
      String name, String where, boolean isRequired, AnnotatedType type) {
    Object schema = schema(type.getType(), false);
    return ordered("name", name, "in", where, "required", isRequired, "schema", schema);
  }

  private static Map<String, Object> header(String name, boolean isRequired) {
    return ordered(
        "name", name, "in", "header", "required", isRequired, "schema", Map.of("type", "string"));
  }

  private Object answer(HandlerMethod handler) {
    AnnotatedType type = handler.getMethod().getAnnotatedReturnType();
    if (type instanceof AnnotatedParameterizedType of
        && ((ParameterizedType) of.getType()).getRawType() == ResponseEntity.class) {
      Type body = of.getAnnotatedActualTypeArguments()[0].getType();
      return body == String.class || body == byte[].class
          ? Map.of("type", "object")
          : schema(body, false);
    }
    throw new AssertionError(handler + " answers with no ResponseEntity");
  }

  private Object schema(AnnotatedType type, boolean isTaken) {
    Object schema = schema(type.getType(), isTaken);
    return type.isAnnotationPresent(Nullable.class)
        ? Map.of("anyOf", List.of(schema, Map.of("type", "null")))
        : schema;
  }

  private Object schema(Type type, boolean isTaken) {
    if (type instanceof ParameterizedType of) {
      if (of.getRawType() == List.class) {
        return ordered("type", "array", "items", schema(of.getActualTypeArguments()[0], isTaken));
      }
      if (of.getRawType() == Map.class) {
        return Map.of("type", "object");
      }
      if (of.getRawType() == ApiAnswers.Page.class) {
        return ordered(
            "type",
            "object",
            "required",
            List.of("items", "next"),
            "properties",
            ordered(
                "items",
                ordered("type", "array", "items", schema(of.getActualTypeArguments()[0], false)),
                "next",
                ordered("type", List.of("string", "null"))));
      }
    }
    if (type instanceof Class<?> plain) {
      if (plain.isRecord()) {
        return Map.of("$ref", "#/components/schemas/" + record(plain, isTaken));
      }
      Map<String, Object> known = plain(plain);
      if (known != null) {
        return known;
      }
    }
    throw new AssertionError("no schema for " + type);
  }

  private static @Nullable Map<String, Object> plain(Class<?> type) {
    if (type == String.class) {
      return ordered("type", "string");
    }
    if (type == MultipartFile.class) {
      return ordered("type", "string", "format", "binary");
    }
    if (type == UUID.class) {
      return ordered("type", "string", "format", "uuid");
    }
    if (type == Instant.class) {
      return ordered("type", "string", "format", "date-time");
    }
    if (type == LocalDate.class) {
      return ordered("type", "string", "format", "date");
    }
    if (type == int.class || type == Integer.class) {
      return ordered("type", "integer", "format", "int32");
    }
    if (type == long.class || type == Long.class) {
      return ordered("type", "integer", "format", "int64");
    }
    return type == boolean.class || type == Boolean.class ? ordered("type", "boolean") : null;
  }

  private String record(Class<?> type, boolean isTaken) {
    Class<?> outer = type.getEnclosingClass();
    String name =
        (outer == null ? "" : outer.getSimpleName().replaceFirst("(Json|Api)$", ""))
            + type.getSimpleName();
    Class<?> before = named.putIfAbsent(name, type);
    if (before != null) {
      if (before != type) {
        throw new AssertionError("two records are called " + name);
      }
      return name;
    }
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      properties.put(component.getName(), schema(component.getAnnotatedType(), isTaken));
      if (!isTaken || !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        required.add(component.getName());
      }
    }
    Map<String, Object> schema = ordered("type", "object", "required", required);
    schema.put("properties", properties);
    if (isTaken) {
      schema.put("additionalProperties", false);
    }
    schemas.put(name, schema);
    return name;
  }

  private static Map<String, Object> problem() {
    Map<String, Object> text = Map.of("type", "string");
    return ordered(
        "type",
        "object",
        "required",
        List.of("type", "title", "status", "detail", "advice"),
        "properties",
        ordered(
            "type", text,
            "title", text,
            "status", Map.of("type", "integer"),
            "detail", text,
            "advice", text,
            "errors",
                ordered(
                    "type",
                    "array",
                    "items",
                    ordered(
                        "type",
                        "object",
                        "required",
                        List.of("pointer", "detail"),
                        "properties",
                        ordered("pointer", text, "detail", text)))));
  }

  private static Map<String, Object> ordered(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }
}
