namespace Cocoon.LocalRuntime.Tests.Local;

public sealed class ShortLivedGrain : IdleGrainBase, IShortLivedGrain;
