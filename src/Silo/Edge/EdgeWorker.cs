using System.Buffers.Binary;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Grains.Inference;
using Cocoon.Silo.Providers;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cocoon.Silo.Edge;

/// <summary>
/// Keeps a machine outside of the cluster connected to its edge grain, and does what that orders. A connection that is lost is
/// made anew, after pauses that grow from one second to thirty; what was being answered is reported on the next one.
/// </summary>
/// <param name="seat">Holds the connection.</param>
/// <param name="answers">Does the orders.</param>
/// <param name="agent">Told when there is a connection.</param>
/// <param name="enclave">This machine's keys.</param>
/// <param name="evidence">Proves this machine.</param>
/// <param name="market">The market's rules.</param>
/// <param name="entropy">Spreads reconnections of many machines.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told what happens.</param>
public sealed partial class EdgeWorker(
    EdgeSeat seat, EdgeAnswers answers, ProviderAgent agent, Enclave enclave, IEvidenceMaker evidence, MarketParameters market, IEntropy entropy, TimeProvider time, ILogger<EdgeWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Who was connected for so long is not one of two machines that take the connection from each other.</summary>
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(30);

    /// <summary>How long answers that are cut off at the end may take to report.</summary>
    private static readonly TimeSpan LastReports = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = FirstPause;
        while (!stoppingToken.IsCancellationRequested)
        {
            var startedAt = time.GetTimestamp();
            try
            {
                await Serve(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                if (time.GetElapsedTime(startedAt) >= Steady) pause = FirstPause;
                var spread = Spread(pause);
                LogLost(e.GetType().Name, e.Message, spread.TotalSeconds);
                await Task.Delay(spread, time, stoppingToken);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    /// <summary>Connects, and works until the connection is lost.</summary>
    private async Task Serve(CancellationToken stop)
    {
        var nonce = await seat.Grain.Challenge().WaitAsync(stop);
        var bundle = await evidence.Make(new EvidenceRequest(enclave.Claims, market.NetworkId, enclave.Provider, new HexBytes(nonce)), stop);
        var connection = await seat.Grain.Connect(bundle.Encode()).WaitAsync(stop);
        seat.Found(connection);
        LogConnected(enclave.Provider.Raw);
        agent.Notice();
        try
        {
            for (var after = 0L; ;)
            {
                foreach (var order in await seat.Grain.Work(connection, after).WaitAsync(stop))
                {
                    after = order.Number;
                    answers.Take(order, connection);
                }
            }
        }
        finally
        {
            if (stop.IsCancellationRequested) await Leave(connection);
            seat.Lose(connection);
        }
    }

    /// <summary>The machine stops: what still runs is cut off and reported.</summary>
    private async Task Leave(byte[] connection)
    {
        await Task.WhenAny(answers.CutOff(), Task.Delay(LastReports, time, CancellationToken.None));
        await seat.Grain.Leave(connection);
    }

    /// <summary>Half to one and a half of it.</summary>
    private TimeSpan Spread(TimeSpan pause)
    {
        Span<byte> dice = stackalloc byte[sizeof(ushort)];
        entropy.Fill(dice);
        return pause * (0.5 + (BinaryPrimitives.ReadUInt16LittleEndian(dice) / (double)ushort.MaxValue));
    }

    [LoggerMessage(1761, LogLevel.Information, "Connected to the market as {Provider}.")]
    private partial void LogConnected(string provider);

    [LoggerMessage(1762, LogLevel.Warning, "The connection to the market is lost ({Error}): {Reason} Trying again in {Seconds:0.0} s.")]
    private partial void LogLost(string error, string reason, double seconds);
}
