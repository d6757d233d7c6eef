using System.Runtime.ExceptionServices;
using Cocoon.LocalRuntime.Activations;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using Orleans.Storage;

namespace Cocoon.LocalRuntime.State;

/// <summary>One record of one activation. Errors of the storage reach the grain as <see cref="OrleansException"/>.</summary>
internal sealed partial class PersistentState<TState> : IPersistentState<TState>, ILifecycleObserver
{
    private readonly IGrainContext _context;
    private readonly string _name;
    private readonly IGrainStorage _storage;
    private readonly GrainState<TState> _record = new(PersistentStateFactory.NewState<TState>());

    public PersistentState(IGrainContext context, string name, IGrainStorage storage)
    {
        _context = context;
        _name = name;
        _storage = storage;
    }

    public TState State
    {
        get => _record.State!;
        set => _record.State = value;
    }

    public string? Etag => _record.ETag;

    public bool RecordExists => _record.RecordExists;

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    public Task ReadStateAsync(CancellationToken cancellationToken) => Run("read", _storage.ReadStateAsync, cancellationToken);

    public Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

    public Task WriteStateAsync(CancellationToken cancellationToken) => Run("write", _storage.WriteStateAsync, cancellationToken);

    public Task ClearStateAsync() => ClearStateAsync(CancellationToken.None);

    public Task ClearStateAsync(CancellationToken cancellationToken) => Run("clear", _storage.ClearStateAsync, cancellationToken);

    Task ILifecycleObserver.OnStart(CancellationToken cancellationToken) => ReadStateAsync(cancellationToken);

    Task ILifecycleObserver.OnStop(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task Run(string operation, Func<string, GrainId, IGrainState<TState>, CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        try
        {
            await run(_name, _context.GrainId, _record, cancellationToken);
            if (_record.State is null) _record.State = PersistentStateFactory.NewState<TState>();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(((Activation)_context).Silo.Logger, exception, operation, _name, _context.GrainId);
            if (exception is OrleansException) ExceptionDispatchInfo.Throw(exception);
            throw new OrleansException($"The storage could not {operation} '{_name}' of grain {_context.GrainId}: {exception.Message}", exception);
        }
    }

    [LoggerMessage(EventId = 120, Level = LogLevel.Error, Message = "The storage could not {Operation} '{StateName}' of grain {GrainId}.")]
    private static partial void LogFailed(ILogger logger, Exception exception, string operation, string stateName, GrainId grainId);
}
