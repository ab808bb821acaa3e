// A build task (see TorchNatives.targets): marks one symbol version that a 64-bit ELF library requires as weak, in place.
using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

public sealed class MakeVersionNeedWeak : Task
{
    private const uint SectionVersionNeed = 0x6ffffffe; // SHT_GNU_verneed
    private const byte FlagWeak = 2;                    // VER_FLG_WEAK

    [Required]
    public string Library { get; set; }

    [Required]
    public string VersionName { get; set; }

    public override bool Execute()
    {
        byte[] elf = File.ReadAllBytes(Library);
        if (elf.Length < 64 || elf[0] != 0x7f || elf[1] != 'E' || elf[2] != 'L' || elf[3] != 'F' || elf[4] != 2)
        {
            Log.LogError(Library + " is not a 64-bit ELF library.");
            return false;
        }

        int marked = 0;
        long headers = BitConverter.ToInt64(elf, 0x28);
        int headerSize = BitConverter.ToUInt16(elf, 0x3A);
        int headerCount = BitConverter.ToUInt16(elf, 0x3C);
        for (int i = 0; i < headerCount; i++)
        {
            int section = (int)(headers + (long)i * headerSize);
            if (BitConverter.ToUInt32(elf, section + 4) == SectionVersionNeed)
                marked += MarkNeeds(elf, section, StringTableOf(elf, section, headers, headerSize));
        }

        if (marked > 0)
        {
            // A new inode: a process that has the old file mapped keeps running.
            File.WriteAllBytes(Library + ".new", elf);
            File.Delete(Library);
            File.Move(Library + ".new", Library);
        }
        Log.LogMessage(MessageImportance.Low, Library + ": " + marked + " requirement(s) of " + VersionName + " made weak.");
        return true;
    }

    private static int StringTableOf(byte[] elf, int section, long headers, int headerSize)
    {
        int link = BitConverter.ToInt32(elf, section + 0x28);
        return (int)BitConverter.ToInt64(elf, (int)(headers + (long)link * headerSize) + 0x18);
    }

    // Verneed entries form a linked list (vn_next at +12), each with a list of Vernaux (vn_aux at +8, vna_next at +12).
    private int MarkNeeds(byte[] elf, int section, int strings)
    {
        int marked = 0;
        int need = (int)BitConverter.ToInt64(elf, section + 0x18);
        for (int files = BitConverter.ToInt32(elf, section + 0x2C); files > 0; files--)
        {
            int version = need + BitConverter.ToInt32(elf, need + 8);
            for (int left = BitConverter.ToUInt16(elf, need + 2); left > 0; left--)
            {
                int name = strings + BitConverter.ToInt32(elf, version + 8);
                int end = Array.IndexOf(elf, (byte)0, name);
                bool strong = (elf[version + 4] & FlagWeak) == 0;
                if (strong && Encoding.ASCII.GetString(elf, name, end - name) == VersionName)
                {
                    elf[version + 4] |= FlagWeak;
                    marked++;
                }
                version += BitConverter.ToInt32(elf, version + 12);
            }
            need += BitConverter.ToInt32(elf, need + 12);
        }
        return marked;
    }
}
