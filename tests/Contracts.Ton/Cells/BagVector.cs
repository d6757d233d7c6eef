namespace Cocoon.Ton.Tests.Cells;

/// <summary>A bag of cells, its roots' hashes and the first root's depth.</summary>
public sealed record BagVector(string Form, string Base64, string[] Roots, int Depth)
{
    public byte[] Bytes => Convert.FromBase64String(Base64);

    public override string ToString() => Form;
}
