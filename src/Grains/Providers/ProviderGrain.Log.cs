using Cocoon.Core.Accounts;
using Microsoft.Extensions.Logging;

namespace Cocoon.Grains.Providers;

public sealed partial class ProviderGrain
{
    [LoggerMessage(1201, LogLevel.Information, "Provider {Provider} joined with tier {Tier} and {Offers} offers.")]
    private partial void LogRegistered(AccountAddress provider, string tier, int offers);
}
