package dev.charloom.web;

import dev.charloom.generation.GenerationService;
import dev.charloom.repository.ModelRepository;
import dev.charloom.training.CorpusStore;
import dev.charloom.training.TrainingService;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/// The whole web layer on a port of its own, with services that do nothing but what a test tells them. The limits are
/// lower than those of a service.
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "charloom.limits.corpus-bytes=2097152",
            "charloom.limits.json-bytes=1048576",
            "charloom.import.archive-bytes=1048576",
            "charloom.models-dir=target/web-test/models",
            "charloom.data-dir=target/web-test/data"
        })
public abstract class WebTest {

    @MockitoBean
    protected CorpusStore corpora;

    @MockitoBean
    protected TrainingService training;

    @MockitoBean
    protected GenerationService generation;

    @MockitoBean
    protected ModelRepository models;

    @LocalServerPort
    private int port;

    protected HttpCalls http;

    @BeforeEach
    void connect() {
        http = new HttpCalls(port);
    }
}
