namespace Cocoon.Admin.Tables;

/// <summary>How a value is meant; shown as a badge, in words as well as in colour.</summary>
public enum Tone
{
    Plain = 0,
    Good = 1,
    Warn = 2,
    Bad = 3,
    Soft = 4,
}
