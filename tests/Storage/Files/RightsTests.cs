using System.Runtime.Versioning;

namespace Cocoon.Storage.Tests.Files;

/// <summary>What opening says of a store that this user may not write to.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RightsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("store.db");

    public void Dispose()
    {
        SetMode(_folder.Name, "700");
        _folder.Dispose();
    }

    [PosixFact]
    public void A_file_without_the_right_to_write_is_refused() => IsRefused(file: "444", folder: "777");

    [PosixFact]
    public void A_folder_without_the_right_to_write_is_refused() => IsRefused(file: "666", folder: "555");

    [PosixFact]
    public void A_file_without_the_right_to_read_is_refused() => IsRefused(file: "000", folder: "777");

    private static void SetMode(string path, string octal) => File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(octal, 8));

    private void IsRefused(string file, string folder)
    {
        SqliteStore.Open(Path).Dispose();
        var before = File.ReadAllBytes(Path);
        SetMode(Path, file);
        SetMode(_folder.Name, folder);

        var open = () => AsOtherUser.Run(() => SqliteStore.Open(Path));

        open.Should().Throw<StoreException>().WithMessage($"The store {Path} cannot be opened for writing. Check the rights of the file and of its folder.");
        SetMode(Path, "600");
        File.ReadAllBytes(Path).Should().Equal(before);
    }
}
