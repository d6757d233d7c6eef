namespace Cocoon.Grains.Tests.Audits;

/// <summary>A market where one provider alone offers the model; the two other machines are the market's own auditors.</summary>
public sealed class LoneProviderHost() : AuditHost(areTheMarkets: true);
