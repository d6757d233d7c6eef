using Cocoon.Core.Accounts;
using Cocoon.Core.Providers;
using Cocoon.Simulation.Runtime;

namespace Cocoon.Simulation.Auditing;

/// <summary>
/// The lives of each provider's machine, as stored: a life ends when the machine comes back with other keys or is no longer
/// trusted, and nothing that was leased in it begins afterwards (I12).
/// </summary>
internal sealed class LifeWatch(World world)
{
    /// <summary>A twin that lives twice knows it after half a minute, a lease is not asked about for its first twenty seconds, and an answer is on its way.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(90);

    private readonly Dictionary<AccountAddress, (long Epoch, long Since)> _lives = [];

    /// <summary>A provider's record was stored.</summary>
    public void Stored(ProviderState next, Action<string> violation)
    {
        var known = _lives.GetValueOrDefault(next.Id);
        if (next.Epoch < known.Epoch) violation($"I12: provider {next.Id} went back to life {next.Epoch} from {known.Epoch}");
        if (next.Epoch > known.Epoch) _lives[next.Id] = (next.Epoch, world.Now);
    }

    /// <summary>A job has begun under this lease.</summary>
    public void Begun(Lease lease, Action<string> violation)
    {
        if (_lives.TryGetValue(lease.Provider, out var life) && lease.Epoch < life.Epoch && life.Since + Slack.Ticks < world.Now)
            violation($"I12: job {lease.Job} began under a lease of life {lease.Epoch} of {lease.Provider}, which has lived {life.Epoch} since {TimeSpan.FromTicks(world.Now - life.Since)}");
    }
}
