using Cocoon.LocalRuntime.Activations;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Cocoon.LocalRuntime.Streams;

/// <summary>The producers of one activation. All members run in its turns; the producers' code does too.</summary>
internal sealed partial class AsyncEnumerableGrainExtension : IAsyncEnumerableGrainExtension
{
    private readonly Dictionary<Guid, Producer> _producers = [];
    private readonly Activation _activation;
    private readonly LocalSilo _silo;
    private readonly IGrainTimer _expiry;

    public AsyncEnumerableGrainExtension(Activation activation)
    {
        _activation = activation;
        _silo = activation.Silo;
        var period = _silo.Messaging.ResponseTimeout;
        _expiry = activation.RegisterTimer(static (self, _) => self.RemoveIdle(), this, new GrainTimerCreationOptions(period, period) { Interleave = true });
    }

    public ValueTask<(EnumerationResult Status, object? Value)> StartEnumeration<T>(Guid requestId, IAsyncEnumerableRequest<T> request, CancellationToken cancellationToken)
    {
        if (_producers.ContainsKey(requestId)) throw new InvalidOperationException("An enumeration with this id has already been started.");
        var cancellation = new CancellationTokenSource();
        request.SetTarget(_activation);
        ((IProducerCall)request).UseToken(cancellation.Token);
        var producer = new Producer(request.InvokeImplementation().GetAsyncEnumerator(cancellation.Token), request.MaxBatchSize, cancellation);
        _producers.Add(requestId, producer);
        return Advance<T>(requestId, producer, cancellationToken);
    }

    public ValueTask<(EnumerationResult Status, object? Value)> MoveNext<T>(Guid requestId, CancellationToken cancellationToken) =>
        _producers.TryGetValue(requestId, out var producer)
            ? Advance<T>(requestId, producer, cancellationToken)
            : new((EnumerationResult.MissingEnumeratorError, null));

    public ValueTask DisposeAsync(Guid requestId) => Remove(requestId);

    /// <summary>Ends all producers of an activation that ends.</summary>
    public async ValueTask DisposeAllAsync()
    {
        _expiry.Dispose();
        foreach (var id in _producers.Keys.ToArray()) await Remove(id);
    }

    private async ValueTask<(EnumerationResult Status, object? Value)> Advance<T>(Guid id, Producer producer, CancellationToken cancellationToken)
    {
        var enumerator = (IAsyncEnumerator<T>)producer.Enumerator;
        producer.MarkSeen();
        try
        {
            if (producer.Moving is null)
            {
                var (status, value) = TakeReady(enumerator, producer);
                if (status != EnumerationResult.None)
                {
                    if ((status & EnumerationResult.Completed) != 0) await Remove(id);
                    return (status, value);
                }
            }

            return await AwaitNext(id, producer, enumerator, cancellationToken);
        }
        catch (Exception exception)
        {
            await Remove(id);
            return (EnumerationResult.Error, exception);
        }
    }

    /// <summary>Takes what the producer yields without waiting, up to a batch.</summary>
    private static (EnumerationResult Status, object? Value) TakeReady<T>(IAsyncEnumerator<T> enumerator, Producer producer)
    {
        List<T>? batch = null;
        while (batch is null || batch.Count < producer.MaxBatchSize)
        {
            var moving = enumerator.MoveNextAsync();
            if (!moving.IsCompletedSuccessfully)
            {
                producer.Moving = moving.AsTask();
                return Batch(batch, EnumerationResult.None);
            }

            if (!moving.Result) return Batch(batch, EnumerationResult.Completed);
            (batch ??= []).Add(enumerator.Current);
        }

        return Batch(batch, EnumerationResult.None);
    }

    private static (EnumerationResult Status, object? Value) Batch<T>(List<T>? batch, EnumerationResult end) => batch switch
    {
        null => (end, null),
        [var only] => (end | EnumerationResult.Element, only),
        _ => (end | EnumerationResult.Batch, batch),
    };

    private async ValueTask<(EnumerationResult Status, object? Value)> AwaitNext<T>(Guid id, Producer producer, IAsyncEnumerator<T> enumerator, CancellationToken cancellationToken)
    {
        var moving = producer.Moving!;
        producer.IsAwaited = true;

        // Answer well before the consumer's call times out, so that a slow producer does not look like a lost one.
        await ((Task)moving).WaitAsync(_silo.Messaging.ResponseTimeout / 2, _silo.Time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        producer.IsAwaited = false;
        producer.MarkSeen();
        if (moving.IsCompleted) producer.Moving = null;
        if (moving.IsCompletedSuccessfully && moving.Result) return (EnumerationResult.Element, enumerator.Current);
        if (!moving.IsCompleted && !cancellationToken.IsCancellationRequested) return (EnumerationResult.Heartbeat, null);

        await Remove(id);
        if (moving.IsCompletedSuccessfully) return (EnumerationResult.Completed, null);
        if (moving.IsFaulted) return (EnumerationResult.Error, moving.Exception.InnerExceptions.Count == 1 ? moving.Exception.InnerException : moving.Exception);
        return (EnumerationResult.Canceled, null);
    }

    private async Task RemoveIdle()
    {
        foreach (var (id, producer) in _producers.ToArray())
            if (producer.IsIdle()) await Remove(id);
    }

    /// <summary>Cancels the producer, waits for the step it is in, and runs its finally blocks.</summary>
    private async ValueTask Remove(Guid id)
    {
        if (!_producers.Remove(id, out var producer)) return;
        try
        {
            producer.Cancellation.Cancel(); // in this turn, so that the producer's callbacks run here too
            using var limit = new CancellationTokenSource(_silo.Messaging.ResponseTimeout, _silo.Time);
            if (producer.Moving is { } moving)
                await ((Task)moving).WaitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
            if (producer.Moving is null or { IsCompleted: true }) await producer.Enumerator.DisposeAsync().AsTask().WaitAsync(limit.Token);
        }
        catch (Exception exception)
        {
            LogDisposeFailed(_silo.Logger, exception, _activation.GrainId);
        }
    }

    [LoggerMessage(EventId = 110, Level = LogLevel.Warning, Message = "An asynchronous enumeration of {GrainId} failed while it was ended.")]
    private static partial void LogDisposeFailed(ILogger logger, Exception exception, GrainId grainId);
}
