namespace Cocoon.Ton.Tests.LocalChain;

/// <summary>A test that needs the local chain; skipped with that reason where its packages are not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LocalChainFactAttribute : FactAttribute
{
    public LocalChainFactAttribute()
    {
        if (!LocalChainNode.IsInstalled) Skip = "The local chain's packages are missing: run 'npm ci --ignore-scripts' in contracts/.";
    }
}
