package dev.leat.rooms;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what a library shows to the world: its public types and their public and protected
 * members, one a line, sorted, with simple names and a `?` after a type that may be null. A public
 * member that comes from a superclass which is not public is listed with the type that shows it.
 */
final class PublicApi {
  private static final Set<String> IMPLIED =
      Set.of("equals", "hashCode", "toString", "values", "valueOf");

  private PublicApi() {}

  static String of(Room room) throws IOException, ClassNotFoundException {
    StringBuilder text = new StringBuilder();
    for (String name : room.classNames()) {
      if (!name.endsWith("package-info")) {
        Class<?> type = Class.forName(name, false, PublicApi.class.getClassLoader());
        if (isShown(type)) {
          describe(type, text);
        }
      }
    }
    return text.toString();
  }

  private static boolean isShown(Class<?> type) {
    Class<?> enclosing = type.getEnclosingClass();
    return isShown(type.getModifiers())
        && !type.isAnonymousClass()
        && (enclosing == null || isShown(enclosing));
  }

  private static boolean isShown(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static void describe(Class<?> type, StringBuilder text) {
    text.append(header(type)).append('\n');
    Set<String> members = new TreeSet<>();
    for (Class<?> at = type; at != null && (at == type || !isShown(at)); at = at.getSuperclass()) {
      for (Field field : at.getDeclaredFields()) {
        if (isShown(field.getModifiers()) && !field.isSynthetic()) {
          members.add(member(field));
        }
      }
      for (Method method : at.getDeclaredMethods()) {
        if (isShown(method.getModifiers())
            && !method.isSynthetic()
            && !IMPLIED.contains(method.getName())) {
          members.add(member(method));
        }
      }
    }
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (isShown(constructor.getModifiers()) && !constructor.isSynthetic()) {
        members.add(simpleName(type) + arguments(constructor));
      }
    }
    members.forEach(member -> text.append("  ").append(member).append('\n'));
    text.append('\n');
  }

  private static String header(Class<?> type) {
    int modifiers = type.getModifiers();
    StringBuilder line = new StringBuilder();
    if (Modifier.isProtected(modifiers)) {
      line.append("protected ");
    }
    if (type.isSealed()) {
      line.append("sealed ");
    } else if (Modifier.isAbstract(modifiers) && !type.isInterface()) {
      line.append("abstract ");
    } else if (Modifier.isFinal(modifiers) && !type.isRecord() && !type.isEnum()) {
      line.append("final ");
    }
    line.append(kind(type)).append(' ').append(type.getPackageName()).append('.');
    line.append(simpleName(type)).append(variables(type.getTypeParameters()));
    if (type.isRecord()) {
      line.append(
          Arrays.stream(type.getRecordComponents())
              .map(component -> text(component.getAnnotatedType()))
              .collect(Collectors.joining(", ", "(", ")")));
    }
    AnnotatedType superclass = type.getAnnotatedSuperclass();
    if (superclass != null
        && superclass.getType() != Object.class
        && !type.isRecord()
        && !type.isEnum()) {
      line.append(" extends ").append(text(superclass));
    }
    line.append(
        list(type.isInterface() ? " extends " : " implements ", type.getAnnotatedInterfaces()));
    return line.toString();
  }

  private static String kind(Class<?> type) {
    if (type.isAnnotation()) {
      return "annotation";
    }
    if (type.isInterface()) {
      return "interface";
    }
    return type.isRecord() ? "record" : type.isEnum() ? "enum" : "class";
  }

  private static String member(Field field) {
    if (field.isEnumConstant()) {
      return field.getName();
    }
    return modifiers(field.getModifiers()) + text(field.getAnnotatedType()) + " " + field.getName();
  }

  private static String member(Method method) {
    String open =
        method.isDefault()
            ? "default "
            : method.getDeclaringClass().isInterface() && !Modifier.isStatic(method.getModifiers())
                ? "abstract "
                : "";
    int modifiers = method.getModifiers();
    if (method.getDeclaringClass().isInterface()
        || Modifier.isFinal(method.getDeclaringClass().getModifiers())) {
      modifiers &= ~(Modifier.ABSTRACT | Modifier.FINAL);
    }
    String variables = variables(method.getTypeParameters());
    return open
        + modifiers(modifiers)
        + (variables.isEmpty() ? "" : variables + " ")
        + text(method.getAnnotatedReturnType())
        + " "
        + method.getName()
        + arguments(method);
  }

  private static String modifiers(int modifiers) {
    int shown = Modifier.PROTECTED | Modifier.STATIC | Modifier.ABSTRACT | Modifier.FINAL;
    int kept = modifiers & shown;
    return kept == 0 ? "" : Modifier.toString(kept) + " ";
  }

  private static String arguments(Executable executable) {
    AnnotatedType[] types = executable.getAnnotatedParameterTypes();
    String text =
        Arrays.stream(types).map(PublicApi::text).collect(Collectors.joining(", ", "(", ")"));
    if (executable.isVarArgs()) {
      text = text.substring(0, text.length() - "[])".length()) + "...)";
    }
    return text + list(" throws ", executable.getAnnotatedExceptionTypes());
  }

  private static String list(String before, AnnotatedType[] types) {
    return types.length == 0
        ? ""
        : Arrays.stream(types)
            .map(PublicApi::text)
            .sorted()
            .collect(Collectors.joining(", ", before, ""));
  }

  private static String variables(TypeVariable<?>[] variables) {
    return variables.length == 0
        ? ""
        : Arrays.stream(variables)
            .map(variable -> {
              List<String> bounds =
                  Arrays.stream(variable.getAnnotatedBounds())
                      .map(PublicApi::text)
                      .filter(bound -> !bound.equals("Object"))
                      .toList();
              return variable.getName()
                  + (bounds.isEmpty() ? "" : " extends " + String.join(" & ", bounds));
            })
            .collect(Collectors.joining(", ", "<", ">"));
  }

  private static String text(AnnotatedType type) {
    String nullable =
        Arrays.stream(type.getAnnotations())
                .map(Annotation::annotationType)
                .anyMatch(Nullable.class::equals)
            ? "?"
            : "";
    return switch (type) {
      case AnnotatedArrayType array ->
          text(array.getAnnotatedGenericComponentType()) + "[]" + nullable;
      case AnnotatedParameterizedType generic ->
          simpleName(generic.getType())
              + Arrays.stream(generic.getAnnotatedActualTypeArguments())
                  .map(PublicApi::text)
                  .collect(Collectors.joining(", ", "<", ">"))
              + nullable;
      case AnnotatedWildcardType wildcard -> wildcard(wildcard);
      default -> simpleName(type.getType()) + nullable;
    };
  }

  private static String wildcard(AnnotatedWildcardType wildcard) {
    AnnotatedType[] lower = wildcard.getAnnotatedLowerBounds();
    if (lower.length > 0) {
      return "? super " + text(lower[0]);
    }
    String upper = text(wildcard.getAnnotatedUpperBounds()[0]);
    return upper.equals("Object") ? "?" : "? extends " + upper;
  }

  /** The name without its package; of a nested type, with those that it is nested in. */
  private static String simpleName(Type type) {
    return switch (type) {
      case ParameterizedType generic -> simpleName(generic.getRawType());
      case Class<?> plain -> {
        Class<?> outer = plain.getEnclosingClass();
        yield (outer == null ? "" : simpleName(outer) + ".") + plain.getSimpleName();
      }
      default -> type.getTypeName();
    };
  }
}
