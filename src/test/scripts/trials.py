"""What the scripts beside this file have in common: a service of their own, clients that ask it for everything that it has
to remember, and the record of what it acknowledged, with which it is compared."""
import glob
import hashlib
import io
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import zipfile

HOME = os.path.abspath(os.path.join(os.path.dirname(__file__), '../../..'))
TRAINING = 'cell=gru&layers=1&hiddenSize=32&maxSteps=400&epochs=100&seed=7&checkpointEvery=50&evaluateEvery=100'
READY_SECONDS = 600

with open(os.path.join(HOME, 'src/samples/dinosaurs.txt'), 'rb') as sample:
    CORPUS = sample.read()


class Gone(Exception):
    """The service was gone before it answered."""


class Service:
    """One service at a time, on the same directories."""

    def __init__(self, java, files, log, options=(), properties=()):
        """files: the directory of models and data; log: a file elsewhere."""
        self.java, self.files, self.log = java, files, log
        self.options, self.properties = list(options), list(properties)
        self.process = None
        self.failing = False    # whether its disk has been taken away
        self.abandon = lambda: None     # what a script has to put back that ends in a failure

    def start(self):
        self.failing = False
        with socket.socket() as free:
            free.bind(('127.0.0.1', 0))
            self.port = free.getsockname()[1]
        with open(self.log, 'ab') as log:
            self.process = subprocess.Popen(
                [self.java, *self.options, '-jar', os.path.join(HOME, 'target/charloom.jar'),
                 f'--server.port={self.port}', f'--charloom.models-dir={self.files}/models',
                 f'--charloom.data-dir={self.files}/data', *self.properties], stdout=log, stderr=log)
        end = time.time() + READY_SECONDS
        while time.time() < end:
            if self.process.poll() is not None:
                fail(self, 'the service did not start')
            try:
                if self.call('GET', '/actuator/health/readiness')[0] == 200:
                    return
            except Gone:
                pass
            time.sleep(0.1)
        fail(self, f'the service is not ready after {READY_SECONDS} seconds')

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def call(self, method, path, body=None, kind='application/json', key=None):
        request = urllib.request.Request(f'http://127.0.0.1:{self.port}{path}', data=body, method=method)
        request.add_header('Content-Type', kind)
        if key:
            request.add_header('Idempotency-Key', key)
        try:
            try:
                with urllib.request.urlopen(request, timeout=120) as answer:
                    return answer.status, answer.read()
            except urllib.error.HTTPError as refusal:
                with refusal:
                    return refusal.code, refusal.read()
        except Exception as e:
            raise Gone() from e


class Record:
    """What was acknowledged, and what was asked and never answered."""

    def __init__(self):
        self.lock = threading.Lock()
        self.jobs = {}      # id -> model, acknowledged
        self.keys = {}      # idempotency key -> id, acknowledged
        self.versions = set()   # (model, version), acknowledged
        self.deleted = set()    # models, acknowledged
        self.doubtful = set()   # models that may or may not be there: a deletion was not answered

    def __str__(self):
        return f'{len(self.jobs)} jobs, {len(self.versions)} versions, {len(self.deleted)} deleted models'


class Client:
    """Does one thing after the other until the service is gone, and records what is acknowledged."""

    def __init__(self, service, record, randomness, archive, number):
        self.service, self.record, self.randomness = service, record, randomness
        self.archive, self.number = archive, number

    def run(self):
        things = [self.train, self.import_, self.delete, self.publish]
        try:
            while True:
                self.randomness.choices(things, [3, 4, 2, 3])[0]()
                time.sleep(self.randomness.random() * 0.05)
        except Gone:
            return

    def refused(self, what, status, body):
        """An answer that a service with a sound disk does not give."""
        if self.service.failing and status >= 500:
            raise Gone()
        fail(self.service, f'{what}: {status} {body}')

    def train(self):
        name = self.new_name()
        status, body = self.service.call('POST', f'/train?model={name}&{TRAINING}', CORPUS, 'text/plain', key=name)
        if status == 202:
            with self.record.lock:
                self.record.jobs[json.loads(body)['id']] = name
                self.record.keys[name] = json.loads(body)['id']
        elif status != 503:
            self.refused('train', status, body)

    def import_(self):
        name = self.new_name()
        status, body = self.service.call('POST', f'/models/import?name={name}', self.archive, 'application/zip')
        if status != 201:
            self.refused('import', status, body)
        with self.record.lock:
            self.record.versions.add((name, json.loads(body)['version']))

    def delete(self):
        """Models that were imported; a job may publish its model once more."""
        with self.record.lock:
            trained = set(self.record.jobs.values())
            own = sorted(v for v in self.record.versions if self.is_own(v[0]) and v[0] not in trained)
            if not own:
                return
            model = self.randomness.choice(own)[0]
            self.record.versions = {v for v in self.record.versions if v[0] != model}
            self.record.doubtful.add(model)
        status, body = self.service.call('DELETE', f'/models/{model}')
        if status not in (204, 404):
            self.refused('delete', status, body)
        with self.record.lock:
            self.record.doubtful.discard(model)
            self.record.deleted.add(model)

    def publish(self):
        with self.record.lock:
            own = sorted(job for job, model in self.record.jobs.items() if self.is_own(model))
        if not own:
            return
        job = self.randomness.choice(own)
        self.service.call('POST', f'/jobs/{job}/pause')
        status, body = self.service.call('POST', f'/jobs/{job}/publish')
        if status == 200:
            with self.record.lock:
                self.record.versions.add((self.record.jobs[job], json.loads(body)['version']))
        self.service.call('POST', f'/jobs/{job}/resume')

    def new_name(self):
        return f'm{self.number}-{self.randomness.randrange(10 ** 9)}'

    def is_own(self, model):
        return model.startswith(f'm{self.number}-')


def disturb(service, record, randomness, archive, end):
    """One round: clients at work, until `end` makes an end of the service at a random moment."""
    clients = [threading.Thread(target=Client(service, record, random.Random(randomness.random()), archive, i).run)
               for i in range(2)]
    for thread in clients:
        thread.start()
    time.sleep(0.05 + randomness.random() * 2)
    end()
    for thread in clients:
        thread.join()


def check(service, record, randomness):
    """Compares the service with the record."""
    details = json.loads(service.call('GET', '/actuator/health/readiness')[1])['components']['models']['details']
    if details['damaged'] or details['quarantine']:
        fail(service, f'damaged: {details}')
    for job in record.jobs:
        if service.call('GET', f'/jobs/{job}')[0] != 200:
            fail(service, f'job {job} was acknowledged and is gone')
    for name in randomness.sample(sorted(record.keys), min(3, len(record.keys))):
        status, body = service.call('POST', f'/train?model={name}&{TRAINING}', CORPUS, 'text/plain', key=name)
        if status != 202 or json.loads(body)['id'] != record.keys[name]:
            fail(service, f'{name} was sent again and is {status} {body}')
    for model, version in sorted(record.versions):
        if service.call('GET', f'/models/{model}?version={version}')[0] != 200:
            fail(service, f'{model}:{version} was acknowledged and is gone')
    for model in record.deleted:
        if service.call('GET', f'/models/{model}')[0] != 404:
            fail(service, f'{model} was deleted and is back')
    served = [m['name'] for m in json.loads(service.call('GET', '/models')[1])['models']]
    for model in randomness.sample(served, min(5, len(served))):
        status, body = service.call('GET', f'/models/{model}/export')
        if status != 200 or zipfile.ZipFile(io.BytesIO(body)).testzip():
            fail(service, f'{model} is served and not whole: {status}')


def finish(service, record, randomness):
    """Lets every job end; each has to make the model that an undisturbed one makes. Then nothing half-written is left."""
    jobs = {submit(service): 'undisturbed', **record.jobs}
    for job in jobs:
        service.call('POST', f'/jobs/{job}/resume')
    versions = {model: ended(service, job) for job, model in jobs.items()}
    expected = weights(service.call('GET', '/models/undisturbed/export')[1])
    for model, version in versions.items():
        status, body = service.call('GET', f'/models/{model}/export?version={version}')
        if status != 200 or weights(body) != expected:
            fail(service, f'{model}:{version} is not what an undisturbed job makes')
    while unfinished(service):    # those that were never acknowledged
        time.sleep(0.2)
    service.kill()
    service.start()
    check(service, record, randomness)
    leftovers = [it for it in glob.glob(f'{service.files}/**/.*', recursive=True)   # nothing runs any more, and a start
                 if os.path.basename(os.path.dirname(it)) != 'uploads']             # sweeps; where uploads go is in use
    if leftovers:
        fail(service, f'half-written: {leftovers}')
    print(f'{len(jobs)} jobs ended in the same model, {expected[:16]}…')


def submit(service):
    while True:
        status, body = service.call('POST', f'/train?model=undisturbed&{TRAINING}', CORPUS, 'text/plain')
        if status == 202:
            return json.loads(body)['id']
        if status != 503:  # the queue is full
            fail(service, f'train: {status} {body}')
        time.sleep(0.5)


def ended(service, job):
    """The version that a job publishes at its end."""
    while True:
        told = json.loads(service.call('GET', f'/jobs/{job}')[1])
        if told['status'] == 'succeeded':
            return told['version']
        if told['status'] in ('failed', 'cancelled'):
            fail(service, f'job {job} is {told["status"]}: {told.get("error")}')
        if told['status'] == 'paused':  # the queue was full when it was resumed
            service.call('POST', f'/jobs/{job}/resume')
        time.sleep(0.2)


def unfinished(service):
    return any(json.loads(service.call('GET', f'/jobs?status={status}')[1])['jobs'] for status in ('queued', 'running'))


def weights(archive):
    return hashlib.sha256(zipfile.ZipFile(io.BytesIO(archive)).read('weights.safetensors')).hexdigest()


def name_of_script():
    return os.path.basename(sys.argv[0])


def fail(service, message):
    """Ends the script, whichever thread has found out."""
    print(f'{name_of_script()}: {message}', file=sys.stderr)
    with open(service.log, 'rb') as log:
        sys.stderr.write(log.read()[-4000:].decode(errors='replace'))
    sys.stderr.flush()
    if service.process and service.process.poll() is None:
        service.kill()
    service.abandon()
    os._exit(1)


def java_25(given):
    for java in [given, shutil.which('java'), *glob.glob('/usr/lib/jvm/*/bin/java')]:
        if java:
            told = subprocess.run([java, '-version'], capture_output=True, text=True).stderr
            if 'version "25' in told:
                return java
    sys.exit(f'{name_of_script()}: there is no Java 25')
