namespace Cocoon.Simulation.Tests.Chain;

/// <summary>A message that the compiled contract sent.</summary>
internal sealed record SandboxMessage(string To, string Value, string ForwardFee, bool Bounce, bool Bounced, string Body, string? Init);
