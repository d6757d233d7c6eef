namespace Cocoon.Attestation.Collateral;

/// <summary>Names one document of a vendor.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Which one, as <see cref="CollateralKind"/> says; ordinal.</param>
public readonly record struct CollateralKey(CollateralKind Kind, string Id)
{
    /// <summary>By kind, then by id.</summary>
    public static IComparer<CollateralKey> Order { get; } = Comparer<CollateralKey>.Create((a, b) =>
        a.Kind == b.Kind ? string.CompareOrdinal(a.Id, b.Id) : a.Kind.CompareTo(b.Kind));

    public override string ToString() => Id.Length == 0 ? Kind.ToString() : $"{Kind} {Id}";
}
