package dev.charloom.web.openapi;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.models.OpenAPI;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Completes the schemas of all answers, see [RecordSchemas].
@Component
class ResponseDocs implements GlobalOpenApiCustomizer {

    private final ObjectProvider<RequestMappingHandlerMapping> mappings;

    ResponseDocs(@Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> mappings) {
        this.mappings = mappings;
    }

    @Override
    public void customise(OpenAPI api) {
        var records = new LinkedHashSet<Class<?>>();
        mappings.getObject().getHandlerMethods().values().forEach(method -> addRecords(method.getMethod(), records));
        records.forEach(type -> RecordSchemas.complete(type, api.getComponents()));
    }

    /// The records that a method answers with, by its type or by what its annotations say of its answers.
    private static void addRecords(Method method, Set<Class<?>> found) {
        addRecords(method.getGenericReturnType(), found);
        for (ApiResponse response : AnnotatedElementUtils.getMergedRepeatableAnnotations(method, ApiResponse.class)) {
            for (Content content : response.content()) {
                addRecords(content.schema().implementation(), found);
            }
        }
    }

    /// The records of this application that a type is made of.
    private static void addRecords(Type type, Set<Class<?>> found) {
        if (type instanceof ParameterizedType parameterized) {
            Stream.of(parameterized.getActualTypeArguments()).forEach(argument -> addRecords(argument, found));
        } else if (type instanceof Class<?> plain && plain.isRecord() && found.add(plain)) {
            Stream.of(plain.getRecordComponents()).forEach(component -> addRecords(component.getGenericType(), found));
        }
    }
}
