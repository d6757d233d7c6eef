using Cocoon.Core.Accounts;
using Cocoon.Core.Market;
using Cocoon.Ton.Client;
using Cocoon.Ton.Registry;
using Microsoft.Extensions.Logging;

namespace Cocoon.Silo.Hosting;

/// <summary>Reads the market's rules from the registry contract.</summary>
public static partial class MarketRules
{
    /// <summary>The registry as it is on chain now; null when there is no contract at that address.</summary>
    /// <exception cref="RegistryException">The contract there is no registry.</exception>
    /// <exception cref="TonClientException">The chain does not answer.</exception>
    public static async Task<RegistryOnChain?> Find(ITonClient ton, AccountAddress registry, CancellationToken cancellationToken) =>
        await ton.GetAccountAsync(registry, cancellationToken) is { Code: { } code, Data: { } data } ? RegistryContract.Read(code, data) : null;

    /// <summary>The market's rules as the registry has them now.</summary>
    /// <exception cref="RegistryException">There is no registry, or its rules would stop the market.</exception>
    /// <exception cref="TonClientException">The chain does not answer.</exception>
    public static async Task<MarketParameters> Read(ITonClient ton, AccountAddress registry, IEnumerable<string> models, OffChainRules rules, CancellationToken cancellationToken) =>
        (await Find(ton, registry, cancellationToken) ?? throw new RegistryException($"There is no registry contract at {registry}. Correct the address, or deploy the registry first."))
        .ToMarketParameters(registry, models, rules);

    /// <summary>The same, waiting for a chain that does not answer until cancelled: a node may start after the silo does.</summary>
    public static async Task<MarketParameters> ReadWhenReachable(
        ITonClient ton, AccountAddress registry, IEnumerable<string> models, OffChainRules rules, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await Read(ton, registry, models, rules, cancellationToken);
            }
            catch (TonClientException e)
            {
                LogRetry(logger, e.Message, Pause.TotalSeconds);
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    [LoggerMessage(1712, LogLevel.Warning, "The market's rules cannot be read from the chain: {Reason} Trying again in {Seconds} s.")]
    private static partial void LogRetry(ILogger logger, string reason, double seconds);
}
