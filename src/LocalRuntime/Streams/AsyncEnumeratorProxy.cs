using System.Runtime.ExceptionServices;
using Orleans.Runtime;

namespace Cocoon.LocalRuntime.Streams;

/// <summary>The consumer's side of an enumeration: pulls batches out of the grain as they are wanted.</summary>
internal sealed class AsyncEnumeratorProxy<T> : IAsyncEnumerator<T>
{
    private readonly AsyncEnumerableCall<T> _call;
    private readonly IAsyncEnumerableGrainExtension _producer;
    private readonly CancellationTokenSource? _bothTokens;
    private readonly CancellationToken _token;
    private readonly Guid _id = Guid.NewGuid();
    private EnumerationResult _status;
    private object? _value;
    private int _index;
    private bool _started;
    private bool _disposed;

    public AsyncEnumeratorProxy(AsyncEnumerableCall<T> call, IAsyncEnumerableGrainExtension producer, CancellationToken enumeratorToken)
    {
        _call = call;
        _producer = producer;
        var callToken = call.GetCancellationToken();
        if (callToken.CanBeCanceled && enumeratorToken.CanBeCanceled && callToken != enumeratorToken)
        {
            _bothTokens = CancellationTokenSource.CreateLinkedTokenSource(callToken, enumeratorToken);
            _token = _bothTokens.Token;
        }
        else _token = enumeratorToken.CanBeCanceled ? enumeratorToken : callToken;
    }

    public T Current
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if ((_status & EnumerationResult.Batch) != 0) return ((List<T>)_value!)[_index];
            if ((_status & EnumerationResult.Element) != 0) return (T)_value!;
            throw new InvalidOperationException("The enumeration has no current element.");
        }
    }

    public async ValueTask<bool> MoveNextAsync()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if ((_status & EnumerationResult.Batch) != 0 && ++_index < ((List<T>)_value!).Count) return true;
        if ((_status & EnumerationResult.Completed) != 0) return false;
        var producing = _started;
        try
        {
            do
            {
                _token.ThrowIfCancellationRequested();
                producing = true;
                (_status, _value) = await Step();
                producing = (_status & (EnumerationResult.Heartbeat | EnumerationResult.Element | EnumerationResult.Batch)) != 0
                    && (_status & EnumerationResult.Completed) == 0;
            }
            while (_status == EnumerationResult.Heartbeat);
            ThrowIfFailed();
        }
        catch when (producing)
        {
            // The producer may still run: let it go through its finally.
            await _producer.DisposeAsync(_id).AsTask().ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        _index = 0;
        return (_status & (EnumerationResult.Element | EnumerationResult.Batch)) != 0;
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        _bothTokens?.Dispose();

        // Best effort, as in Orleans: an enumeration that nobody pulls expires at the producer anyway.
        if (_started)
            await _producer.DisposeAsync(_id).AsTask().ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
    }

    private ValueTask<(EnumerationResult Status, object? Value)> Step()
    {
        if (_started) return _producer.MoveNext<T>(_id, _token);
        _started = true;
        return _producer.StartEnumeration(_id, _call, _token);
    }

    private void ThrowIfFailed()
    {
        switch (_status)
        {
            case EnumerationResult.Error:
                ExceptionDispatchInfo.Throw((Exception)_value!);
                break;
            case EnumerationResult.Canceled:
                throw new OperationCanceledException();
            case EnumerationResult.MissingEnumeratorError:
                throw new EnumerationAbortedException(
                    "The grain no longer has this enumeration: it was deactivated since, or nobody asked for an element for longer than the response timeout.");
        }
    }
}
