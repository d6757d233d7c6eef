namespace Cocoon.LocalRuntime.Tests.Identity;

public sealed class NumberGrain : Grain, INumberGrain
{
    public ValueTask<long> KeyOf() => new(this.GetPrimaryKeyLong());
}
