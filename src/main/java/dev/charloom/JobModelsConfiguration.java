package dev.charloom;

import dev.charloom.generation.JobModels;
import dev.charloom.repository.ModelReference;
import dev.charloom.repository.StoredModel;
import dev.charloom.training.CheckpointInfo;
import dev.charloom.training.Job;
import dev.charloom.training.JobStatus;
import dev.charloom.training.NoCheckpoint;
import dev.charloom.training.TrainingService;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Lets one write with what a job has learned so far: training and generation do not know each other.
@Configuration
class JobModelsConfiguration {

    @Bean
    JobModels jobModels(TrainingService training) {
        return new JobModels() {

            @Override
            public Place latest(String id) {
                Job job = training.find(id);
                if (job.status() == JobStatus.SUCCEEDED && job.version() != null) {
                    return new Place.Published(new ModelReference(job.model(), job.version()));
                }
                List<CheckpointInfo> checkpoints = training.checkpoints(id);
                if (checkpoints.isEmpty()) {
                    throw new NoCheckpoint(job.id());
                }
                return new Place.Checkpoint(checkpoints.getLast().step());
            }

            @Override
            public StoredModel checkpoint(String id) {
                return training.latestModel(id);
            }

            @Override
            public boolean atWork() {
                return training.atWork();
            }
        };
    }
}
