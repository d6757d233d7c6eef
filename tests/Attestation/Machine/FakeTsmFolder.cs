using System.Globalization;
using System.Text;
using Cocoon.Attestation.Machine;

namespace Cocoon.Attestation.Tests.Machine;

/// <summary>A driver behind the report interface: remembers what was asked, and answers as it is told to.</summary>
internal sealed class FakeTsmFolder : ITsmFolder
{
    private int _generation;

    public bool Exists { get; init; } = true;

    public string Provider { get; init; } = "sev_guest\n";

    public byte[] Report { get; init; } = [1, 2, 3];

    /// <summary>Null: the driver has no such attribute.</summary>
    public byte[]? Auxiliary { get; init; }

    /// <summary>How many times another process writes while the report is read.</summary>
    public int Disturbances { get; set; }

    public Exception? OnCreate { get; init; }

    public Exception? OnReport { get; init; }

    public List<string> Entries { get; } = [];

    public byte[]? Asked { get; private set; }

    public void Create(string entry)
    {
        if (OnCreate is not null) throw OnCreate;
        Entries.Add(entry);
    }

    public void Remove(string entry) => Entries.Remove(entry).Should().BeTrue("only an entry that was made is removed");

    public void Write(string entry, string attribute, ReadOnlySpan<byte> value)
    {
        (entry, attribute).Should().Be((Entries.Single(), "inblob"));
        Asked = value.ToArray();
        _generation++;
    }

    public byte[] Read(string entry, string attribute)
    {
        entry.Should().Be(Entries.Single());
        return attribute switch
        {
            "provider" => Encoding.ASCII.GetBytes(Provider),
            "generation" => Encoding.ASCII.GetBytes(_generation.ToString(CultureInfo.InvariantCulture) + "\n"),
            "outblob" => Out(),
            "auxblob" => Auxiliary ?? throw new FileNotFoundException("No such attribute."),
            _ => throw new InvalidOperationException($"There is no attribute '{attribute}'."),
        };
    }

    private byte[] Out()
    {
        if (OnReport is not null) throw OnReport;
        if (Disturbances-- > 0) _generation++;
        return Report;
    }
}
