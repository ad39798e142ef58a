package dev.charloom.web;

import dev.charloom.generation.GeneratedText;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.stereotype.Component;

/// Writes samples one a line, without anything else, for `Accept: text/plain`.
@Component
class PlainTextSamples extends AbstractHttpMessageConverter<SampleResponse> {

    PlainTextSamples() {
        super(StandardCharsets.UTF_8, MediaType.TEXT_PLAIN);
    }

    @Override
    protected boolean supports(Class<?> type) {
        return type == SampleResponse.class;
    }

    @Override
    protected boolean canRead(@Nullable MediaType mediaType) {
        return false;
    }

    @Override
    protected SampleResponse readInternal(Class<? extends SampleResponse> type, HttpInputMessage input) {
        throw new HttpMessageNotReadableException("samples are not read", input);
    }

    @Override
    protected void writeInternal(SampleResponse response, HttpOutputMessage output) throws IOException {
        var writer = new OutputStreamWriter(output.getBody(), StandardCharsets.UTF_8);
        for (GeneratedText sample : response.samples()) {
            writer.append(sample.text()).append('\n');
        }
        writer.flush();
    }
}
