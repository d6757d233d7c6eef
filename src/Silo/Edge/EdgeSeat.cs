using System.Collections.Immutable;
using Cocoon.Core.Providers;
using Cocoon.Core.Trust;
using Cocoon.Grains;
using Cocoon.Grains.Edge;
using Cocoon.Silo.Hosting;
using Cocoon.Silo.Providers;

namespace Cocoon.Silo.Edge;

/// <summary>
/// This machine's connection to its edge grain: made and given up by <see cref="EdgeWorker"/>, used by whatever speaks to the
/// market. Thread-safe.
/// </summary>
public sealed class EdgeSeat(IGrainFactory grains, ProviderRoleOptions options, TimeProvider time) : IMarketSeat
{
    /// <summary>How long a call waits for a connection: a little longer than most reconnections take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private volatile TaskCompletionSource<byte[]> _connection = New();

    /// <summary>Whether there is a connection.</summary>
    public bool IsConnected => _connection.Task.IsCompletedSuccessfully;

    /// <summary>The other end.</summary>
    internal IEdgeGrain Grain => grains.Edge(options.Wallet);

    public Task<Appraisal> Register(byte[] evidence, ImmutableList<Offer> offers) => Call(connection => Grain.Register(connection, evidence, offers));

    public Task<bool> Announce() => Call(Grain.Announce);

    public Task Drain(bool draining) => IsConnected
        ? Call(async connection =>
        {
            await Grain.Drain(connection, draining);
            return draining;
        })
        : throw new TimeoutException("There is no connection to the market.");

    /// <summary>Calls with the present connection, or the next one if that comes soon.</summary>
    /// <exception cref="TimeoutException">There was none, or it had ended: worth another attempt.</exception>
    internal async Task<T> Call<T>(Func<byte[], Task<T>> call)
    {
        var connection = await _connection.Task.WaitAsync(Patience, time);
        try
        {
            return await call(connection);
        }
        catch (RefusedException ended) when (ended.Code == RefusalCode.CallNotAllowed)
        {
            Lose(connection);
            throw new TimeoutException("The connection to the market has ended; it is made anew.", ended);
        }
    }

    internal void Found(byte[] connection) => _connection.TrySetResult(connection);

    /// <summary>A connection has ended; whoever calls waits for the next.</summary>
    internal void Lose(byte[] connection)
    {
        var present = _connection;
        if (present.Task.IsCompletedSuccessfully && ReferenceEquals(present.Task.Result, connection)) Interlocked.CompareExchange(ref _connection, New(), present);
    }

    private static TaskCompletionSource<byte[]> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
