namespace Cocoon.ClusterKit.Processes;

/// <summary>Files with keys, for their owner only.</summary>
internal static class PrivateFile
{
    /// <summary>Makes the file, or empties it.</summary>
    public static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    /// <summary>Lets other users through a folder to what they may see in it, but not look around: PostgreSQL runs as a user of its own.</summary>
    public static void LetThrough(string folder)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }
}
