namespace Cocoon.LocalRuntime.Tests.Lifecycle;

public sealed record LifeService(string Name);
