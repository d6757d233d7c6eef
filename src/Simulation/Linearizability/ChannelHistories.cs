using Cocoon.Core.Channels;
using Cocoon.Grains.Channels;
using Cocoon.LocalRuntime.Calls;
using Cocoon.Simulation.Randomness;
using Cocoon.Simulation.Runtime;

namespace Cocoon.Simulation.Linearizability;

/// <summary>Records the calls to all channels of a simulated market, and in the end checks some of the histories.</summary>
/// <param name="network">Carries the calls.</param>
/// <param name="limits">Of every channel.</param>
internal sealed class ChannelHistories(Network network, ChannelLimits limits)
{
    /// <summary>Channels checked of each market, about half of all. With <see cref="MaxSteps"/> that takes one or two hundredths of a run.</summary>
    public const int Sample = 3;

    /// <summary>Enough for nine of ten histories. The others say nothing: many of their calls were lost, or they are wrong in a way that takes long to prove.</summary>
    public const long MaxSteps = 5_000;

    private readonly Dictionary<GrainId, ChannelHistory> _histories = [];

    /// <summary>Histories for which the search was given up.</summary>
    public int Undecided { get; private set; }

    /// <summary>Operations in the histories that were checked.</summary>
    public int Operations { get; private set; }

    /// <summary>A call is sent.</summary>
    /// <returns>What to tell of the answer; null when the call is not for a channel.</returns>
    public RecordedCall? Begin(Call call, int client)
    {
        if (call.Method.InterfaceType != typeof(IPaymentChannelGrain)) return null;
        var recorded = new RecordedCall(call, client, network);
        Of(call.TargetId).Add(recorded);
        return recorded;
    }

    /// <summary>A record was stored.</summary>
    public void Stored(GrainId grain, object? state)
    {
        if (state is ChannelState { IsOpen: true } channel) Of(grain).Deposited(network.World.Now, channel.Deposit);
    }

    /// <summary>Checks a sample of the channels, drawn from the seed.</summary>
    /// <returns>What is wrong with the first history that no order of its calls explains; null when all is well.</returns>
    public string? Check(int sample = Sample)
    {
        var dice = Dice.For(network.World.Seed, "histories");
        var left = _histories.Keys.Order().ToList();
        for (; sample > 0 && left.Count > 0; sample--)
        {
            var channel = dice.Pick(left);
            left.Remove(channel);
            if (Check(_histories[channel]) is { } broken) return $"linearizability: no order explains what {channel} answered (times in 100 ns): {broken}";
        }
        return null;
    }

    private LinearizabilityReport<ChannelCall, ChannelReply>? Check(ChannelHistory history)
    {
        var operations = history.Operations(World.Epoch, network.World.FastestClock);
        var specification = new ChannelSpecification(0, limits.MinReserve.Value, limits.CreditCap.Value, limits.MaxHolds);
        var report = LinearizabilityChecker.Check(specification, operations, MaxSteps);
        Operations += operations.Count;
        if (report.Verdict == Verdict.Undecided) Undecided++;
        return report.Verdict == Verdict.NotLinearizable ? report : null;
    }

    private ChannelHistory Of(GrainId channel)
    {
        if (!_histories.TryGetValue(channel, out var history)) _histories[channel] = history = new ChannelHistory();
        return history;
    }
}
