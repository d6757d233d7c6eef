namespace Cocoon.Core.Audit;

/// <summary>Collects findings in the order they are made.</summary>
internal sealed class FindingList
{
    private readonly List<Finding> _findings = [];

    public IReadOnlyList<Finding> All => _findings;

    public void Add(string invariant, string subject, string what) => _findings.Add(new Finding(invariant, subject, what));

    /// <summary>Adds a finding where a sum is not what it should be.</summary>
    public void Compare(string invariant, string subject, string what, Int128 expected, Int128 found)
    {
        if (expected != found) Add(invariant, subject, $"{what}: {found} nano instead of {expected}");
    }
}
