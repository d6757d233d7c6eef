namespace Cocoon.Storage;

internal sealed class StoreJob<T>(Func<StoreSession, T> work, bool isWrite, CancellationToken cancellationToken) : StoreJob(isWrite)
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    public Task<T> Task => _completion.Task;

    public override bool EndIfCancelled() => cancellationToken.IsCancellationRequested && _completion.TrySetCanceled(cancellationToken);

    public override void Execute(StoreSession session, Func<Exception, Exception> wrap)
    {
        try
        {
            _result = work(session);
        }
        catch (Exception exception)
        {
            Error = wrap(exception);
        }
    }

    public override void Publish()
    {
        if (Error is null) _completion.TrySetResult(_result!);
        else _completion.TrySetException(Error);
    }

    public override void Fail(Exception exception) => _completion.TrySetException(exception);
}
