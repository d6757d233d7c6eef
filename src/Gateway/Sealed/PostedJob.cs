using Cocoon.Core.Crypto;
using Cocoon.Core.Pricing;

namespace Cocoon.Gateway.Sealed;

/// <summary>The body of POST /cocoon/v1/jobs: a job for a request that this gateway shall not see.</summary>
internal sealed record PostedJob(string Model, int MaxPromptTokens, int? MaxTokens = null, string? Tier = null, PriceList? PriceCeiling = null, int? DeadlineMs = null, HexBytes? Challenge = null);
